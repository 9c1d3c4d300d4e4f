package ai.dropops.cluster.node;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.cluster.workspace.Workspace;
import ai.dropops.persistence.view.BatchStatus;
import ai.dropops.persistence.view.ExecutionRow;
import ai.dropops.persistence.view.ExecutionStatus;
import ai.dropops.persistence.view.MemberRow;
import ai.dropops.protocol.action.Limits;
import ai.dropops.protocol.identity.BatchId;
import ai.dropops.protocol.identity.ProposalId;
import java.nio.file.Path;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;

/** What becomes of orders for hosts that were away, once they are back. */
final class DeliveryTest {
    private static final long SOON = 1;
    private static final long LATE = 3000;

    /** Nothing is taken for granted, so each delivery is looked at. */
    private static final String NEVER_SURE = "dropops.cluster.batch.entitled-for = 0 s";

    @TempDir
    Path temporary;

    @Test
    void aHostThatIsBackInTimeGetsItsOrderAlsoAfterARestart() {
        try (var stage = new Stage(temporary)) {
            var host = away(stage);
            ProposalId proposal = approved(stage, LATE);

            stage.restart();
            stage.connect(host);

            assertThat(stage.ended(proposal).state()).isEqualTo(BatchStatus.COMPLETED);
            assertThat(host.ran).hasSize(1);
        }
    }

    @Test
    void aHostThatIsBackTooLateNeverGetsIt() {
        try (var stage = new Stage(temporary)) {
            var there = stage.host("beta");
            var host = away(stage);
            ProposalId proposal = approved(stage, SOON);

            var batch = stage.ended(proposal);
            stage.restart();
            stage.connect(host);

            assertThat(batch.state()).isEqualTo(BatchStatus.FAILED);
            assertThat(batch.counts().undelivered()).isEqualTo(1);
            assertThat(batch.counts().succeeded()).isEqualTo(1);
            assertThat(executionOf(stage, proposal, host)).satisfies(execution -> {
                assertThat(execution.state()).isEqualTo(ExecutionStatus.UNDELIVERED);
                assertThat(execution.message()).contains("the host was away");
            });
            assertThat(host.delivered).isEmpty();
            assertThat(there.ran).hasSize(1);
        }
    }

    @ParameterizedTest
    @NullSource
    @EnumSource(names = "VIEWER")
    void nothingIsDeliveredForARequesterWhoMayNotRunCommandsAnyMore(MemberRow.@Nullable Role role) {
        try (var stage = new Stage(temporary, NEVER_SURE)) {
            var host = away(stage);
            ProposalId proposal = approved(stage, Limits.WHILE_PERMITTED);

            stage.lower(Stage.OWNER, role);
            stage.connect(host);

            assertThat(stage.ended(proposal).counts().refused()).isEqualTo(1);
            assertThat(executionOf(stage, proposal, host)).satisfies(execution -> {
                assertThat(execution.state()).isEqualTo(ExecutionStatus.REFUSED);
                assertThat(execution.message()).contains("may not run commands in this workspace any more");
            });
            assertThat(host.delivered).isEmpty();
        }
    }

    @Test
    void nothingIsDeliveredThatThePolicyDeniesByNow() {
        try (var stage = new Stage(temporary, NEVER_SURE)) {
            var host = away(stage);
            ProposalId proposal = approved(stage, LATE);

            setPolicy(stage, "version: 1\ncommands: {block: [make]}\n");
            stage.connect(host);

            assertThat(stage.ended(proposal).counts().refused()).isEqualTo(1);
            assertThat(executionOf(stage, proposal, host).message()).contains("the policy that has come into force");
            assertThat(host.delivered).isEmpty();
        }
    }

    @Test
    void aPolicyThatStillPermitsItDoesNotStopIt() {
        try (var stage = new Stage(temporary, NEVER_SURE)) {
            var host = away(stage);
            ProposalId proposal = approved(stage, LATE);

            setPolicy(stage, "version: 1\ncommands: {block: [wget]}\n");
            stage.connect(host);

            assertThat(stage.ended(proposal).state()).isEqualTo(BatchStatus.COMPLETED);
            assertThat(host.ran).hasSize(1);
        }
    }

    private static void setPolicy(Stage stage, String text) {
        Workspace.PolicyReply reply = stage.ask(
                Workspace.KEY,
                Stage.WORKSPACE.value(),
                (ActorRef<Workspace.PolicyReply> replyTo) ->
                        new Workspace.Command.SetPolicy(0, text, Stage.OWNER, replyTo));
        assertThat(reply).isEqualTo(new Workspace.PolicyReply.Set(1));
        stage.views();
    }

    private static FakeHost away(Stage stage) {
        var host = stage.slot("alpha");
        stage.enrol(host);
        stage.bind(host);
        return host;
    }

    /** Approved, and under way to the host that is away. */
    private static ProposalId approved(Stage stage, long deliverSeconds) {
        ProposalId proposal = stage.proposed(Stage.parallel("make install", deliverSeconds));
        stage.approve(proposal);
        Stage.until(() -> {
            var counts = stage.batch(proposal).counts();
            return counts.dispatched() == 1 || counts.undelivered() == 1;
        });
        return proposal;
    }

    private static ExecutionRow executionOf(Stage stage, ProposalId proposal, FakeHost host) {
        return stage.views().executions().of(Stage.WORKSPACE, BatchId.of(proposal)).stream()
                .filter(execution -> execution.operator().equals(host.id()))
                .findFirst()
                .orElseThrow();
    }
}
