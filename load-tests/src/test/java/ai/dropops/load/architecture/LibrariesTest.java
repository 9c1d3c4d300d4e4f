package ai.dropops.load.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import org.junit.jupiter.api.Test;

final class LibrariesTest {
    @Test
    void theProtocolNeedsOnlyTheJdkJacksonEd25519AndWhatReadsYamlAndBash() {
        classes()
                .that()
                .resideInAPackage("ai.dropops.protocol..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "ai.dropops.protocol..",
                        "java..",
                        "javax..",
                        "org.jspecify..",
                        "com.fasterxml.jackson..",
                        "org.snakeyaml.engine..",
                        "org.bouncycastle.crypto..",
                        "org.treesitter..")
                .check(House.classes());
    }

    @Test
    void theGuardIsFreeOfPekko() {
        noClasses()
                .that()
                .resideInAPackage("ai.dropops.protocol.guard..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.pekko..")
                .check(House.classes());
    }

    @Test
    void statesAreFreeOfActorsLoggersAndInput() {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("State")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.pekko..", "org.slf4j..", "java.io..", "java.nio.file..", "java.net..", "java.sql..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.Clock")
                .allowEmptyShould(true)
                .check(House.classes());
    }

    @Test
    void theOperatorIsPlainJava() {
        noClasses()
                .that()
                .resideInAnyPackage("ai.dropops.operator..", "ai.dropops.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.pekko..", "io.netty..", "scala..")
                .allowEmptyShould(true)
                .check(House.classes());
    }

    @Test
    void onlyTheWebAsks() {
        noClasses()
                .that()
                .resideOutsideOfPackage("ai.dropops.web..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.apache.pekko.actor.typed.javadsl.AskPattern")
                .check(House.classes());
    }
}
