package ai.dropops.load.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ArrowsTest {
    private static final Arrows MODULES = Arrows.below("ai.dropops", """
            protocol ->
            persistence -> protocol
            cluster -> protocol persistence
            web -> protocol persistence cluster
            operator -> protocol
            cli -> protocol
            load -> protocol
            """);

    private static final Arrows PROTOCOL = Arrows.below("ai.dropops.protocol", """
            identity ->
            action -> identity
            guard -> identity action
            audit -> identity action
            diff -> identity
            sentinel ->
            wire -> identity action audit
            """);

    private static final Arrows PERSISTENCE = Arrows.below("ai.dropops.persistence", """
            schema ->
            secrets -> schema
            journal -> schema
            audit -> schema
            view -> schema secrets
            traffic -> schema view
            record -> schema secrets view
            rights -> schema secrets view record
            node -> schema
            """);

    /** {@code operator} declares the outcome protocol, others implement it: results flow back without an arrow to it. */
    private static final Arrows CLUSTER = Arrows.below("ai.dropops.cluster", """
            session -> workflow plan batch approval operator assistant cloud workspace
            workflow -> batch approval assistant workspace
            plan -> batch approval assistant workspace
            batch -> execution workspace operator.Heard operator.Outcomes
            execution -> approval operator workspace
            cloud -> batch approval workspace
            assistant -> workspace
            approval ->
            operator ->
            workspace ->
            node -> session batch approval execution operator workspace
            """);

    private static final Arrows WEB = Arrows.below("ai.dropops.web", """
            server -> api stream link mcp auth
            api -> auth connect
            stream -> auth
            link -> auth
            mcp -> auth
            connect ->
            auth ->
            """);

    private static final Arrows OPERATOR = Arrows.below("ai.dropops.operator", """
            agent -> cli link gate host vault
            cli -> vault
            gate -> exec files cloud vault
            cloud -> exec
            exec -> confine vault ledger
            files -> confine vault ledger
            link ->
            host ->
            vault ->
            ledger ->
            confine ->
            """);

    private static final Arrows LOAD = Arrows.below("ai.dropops.load", """
            scenario -> swarm traffic stage compare chaos report
            chaos -> swarm traffic stage report
            compare -> swarm traffic stage report
            traffic -> swarm stage report
            stage -> swarm
            swarm ->
            report ->
            """);

    @Test
    void modulesUseOnlyWhatTheyMay() {
        kept(MODULES);
    }

    @Test
    void partsOfTheProtocolUseOnlyWhatTheyMay() {
        kept(PROTOCOL);
    }

    @Test
    void partsOfPersistenceUseOnlyWhatTheyMay() {
        kept(PERSISTENCE);
    }

    @Test
    void entitiesUseOnlyWhatTheyMay() {
        kept(CLUSTER);
    }

    @Test
    void partsOfTheServerUseOnlyWhatTheyMay() {
        kept(WEB);
    }

    @Test
    void partsOfTheOperatorUseOnlyWhatTheyMay() {
        kept(OPERATOR);
    }

    @Test
    void partsOfTheLoadTestsUseOnlyWhatTheyMay() {
        kept(LOAD);
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("ai.dropops.(**)").should().beFreeOfCycles().check(House.classes());
    }

    @Test
    void anArrowThatIsNotListedIsFound() {
        var stricter = Arrows.below("ai.dropops.protocol", "identity ->\naction ->");

        assertThatThrownBy(() -> kept(stricter))
                .hasMessageContaining("action -> identity is not listed")
                .hasMessageContaining("lies in no listed part of ai.dropops.protocol");
    }

    private static void kept(Arrows arrows) {
        classes().should(arrows.areKept()).check(House.classes());
    }
}
