package ai.dropops.load.architecture;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class DoorsTest {
    private static final String DELIVER = "ai.dropops.cluster.operator.Operator$Command$Deliver";
    private static final String PERMIT = "ai.dropops.protocol.action.Permit";
    private static final String GATE = "ai.dropops.operator.gate.Gate";

    @Test
    void onlyApprovalSignsPermits() {
        noClasses()
                .that()
                .resideOutsideOfPackage("ai.dropops.cluster.approval..")
                .should()
                .callMethodWhere(target(owner(name(PERMIT))).and(target(name("sign"))))
                .check(House.classes());
    }

    @Test
    void onlyExecutionDispatchesToOperators() {
        noClasses()
                .that()
                .resideOutsideOfPackages("ai.dropops.cluster.execution..", "ai.dropops.cluster.operator..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName(DELIVER)
                .check(House.classes());
    }

    @Test
    void onlyTheGateReachesProcessesAndFiles() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "ai.dropops.operator.gate..",
                        "ai.dropops.operator.cloud..",
                        "ai.dropops.operator.exec..",
                        "ai.dropops.operator.files..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.dropops.operator.exec..", "ai.dropops.operator.files..")
                .check(House.classes());
    }

    @Test
    void theDoorsAreWhereTheseRulesLookForThem() {
        assertThat(House.classes()).extracting(type -> type.getName()).contains(DELIVER, PERMIT, GATE);
        assertThat(House.classes().get(PERMIT).getMethods())
                .extracting(method -> method.getName())
                .contains("sign");
        assertThat(House.classes().containPackage("ai.dropops.operator.exec")).isTrue();
    }
}
