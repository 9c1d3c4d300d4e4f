package ai.dropops.cluster.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ai.dropops.cluster.batch.Batch;
import ai.dropops.cluster.session.Wish;
import ai.dropops.cluster.workspace.Workspace;
import ai.dropops.persistence.view.BatchStatus;
import ai.dropops.persistence.view.WaveProgress.GoAhead;
import ai.dropops.protocol.action.Action.RunCommand;
import ai.dropops.protocol.action.Amount;
import ai.dropops.protocol.action.Limits;
import ai.dropops.protocol.action.Pace;
import ai.dropops.protocol.action.Strategy;
import ai.dropops.protocol.identity.BatchId;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose word lets a wave begin, and what is left of it when the control plane starts again. */
final class RolloutTest {
    private static final WorkspaceId ELSEWHERE = WorkspaceId.of(new byte[16]);

    @TempDir
    Path temporary;

    @Test
    void aQuestionOutlivesARestartAndTakesAnotherPersonsWord() {
        try (var stage = new Stage(temporary)) {
            anotherPersonHasToApprove(stage);
            var hosts = hosts(stage, 4);
            ProposalId proposal = stage.proposed(canaryThenAsk());
            stage.approve(proposal);
            Stage.until(() -> asks(stage, proposal));

            stage.restart();
            hosts.forEach(stage::connect);

            Stage.until(() -> asks(stage, proposal));
            assertThat(goOn(stage, proposal, 2, Stage.OWNER)).isEqualTo(refused(Batch.Reply.Reason.REQUESTER_MAY_NOT));
            assertThat(goOn(stage, proposal, 1, Stage.OTHER)).isEqualTo(refused(Batch.Reply.Reason.NOTHING_TO_DECIDE));
            assertThat(goOn(stage, ELSEWHERE, proposal, 2, Stage.OTHER))
                    .isEqualTo(refused(Batch.Reply.Reason.UNKNOWN_BATCH));
            assertThat(ran(hosts)).isEqualTo(1);
            assertThat(goOn(stage, proposal, 2, Stage.OTHER)).isEqualTo(new Batch.Reply.Done());

            assertThat(stage.ended(proposal).state()).isEqualTo(BatchStatus.COMPLETED);
            assertThat(stage.batch(proposal).waves().goAheads())
                    .extracting(GoAhead::wave, GoAhead::by, GoAhead::address)
                    .containsExactly(tuple(2, Stage.OTHER, "192.0.2.2"));
            assertThat(hosts).allSatisfy(host -> assertThat(host.ran).hasSize(1));
            assertThat(goOn(stage, proposal, 2, Stage.OTHER)).isEqualTo(refused(Batch.Reply.Reason.ALREADY_ENDED));
        }
    }

    @Test
    void aWordThatWasGivenIsKeptAcrossARestart() {
        try (var stage = new Stage(temporary)) {
            var hosts = hosts(stage, 3);
            ProposalId proposal = stage.proposed(canaryThenAsk());
            stage.approve(proposal);
            Stage.until(() -> asks(stage, proposal));
            hosts.forEach(host -> host.manner = FakeHost.Manner.LINGERING);
            assertThat(goOn(stage, proposal, 2, Stage.OWNER)).isEqualTo(new Batch.Reply.Done());
            Stage.until(() -> ran(hosts) == 3);

            stage.restart();
            hosts.forEach(host -> host.manner = FakeHost.Manner.PROMPT);
            hosts.forEach(stage::connect);

            assertThat(stage.ended(proposal).state()).isEqualTo(BatchStatus.COMPLETED);
            assertThat(stage.batch(proposal).waves().goAheads()).hasSize(1);
            assertThat(ran(hosts)).isEqualTo(3);
        }
    }

    @Test
    void aCancelEndsItBetweenTwoWaves() {
        try (var stage = new Stage(temporary)) {
            var hosts = hosts(stage, 3);
            ProposalId proposal = stage.proposed(canaryThenAsk());
            stage.approve(proposal);
            Stage.until(() -> asks(stage, proposal));

            stage.cancel(proposal);

            assertThat(stage.ended(proposal).state()).isEqualTo(BatchStatus.CANCELLED);
            assertThat(stage.batch(proposal).counts().skipped()).isEqualTo(2);
            assertThat(stage.batch(proposal).waves().halt()).isNull();
            assertThat(ran(hosts)).isEqualTo(1);
        }
    }

    private static Wish canaryThenAsk() {
        return new Wish(
                RunCommand.of("make install"),
                "",
                "all",
                Wish.ANY_NUMBER,
                new Pace(
                        Strategy.CANARY,
                        Amount.ALL,
                        Amount.ONE,
                        Amount.NONE,
                        Duration.ZERO,
                        true,
                        Limits.WHILE_PERMITTED),
                "",
                false,
                Wish.DEFAULT_VALIDITY,
                "");
    }

    private static void anotherPersonHasToApprove(Stage stage) {
        String policy = "version: 1\napprovals: {requester-may-approve: false}\n";
        Workspace.PolicyReply reply = stage.ask(
                Workspace.KEY,
                Stage.WORKSPACE.value(),
                (ActorRef<Workspace.PolicyReply> replyTo) ->
                        new Workspace.Command.SetPolicy(0, policy, Stage.OWNER, replyTo));
        assertThat(reply).isEqualTo(new Workspace.PolicyReply.Set(1));
    }

    private static List<FakeHost> hosts(Stage stage, int count) {
        return IntStream.range(0, count).mapToObj(i -> stage.host("host-" + i)).toList();
    }

    private static int ran(List<FakeHost> hosts) {
        return hosts.stream().mapToInt(host -> host.ran.size()).sum();
    }

    private static boolean asks(Stage stage, ProposalId proposal) {
        var halt = stage.batch(proposal).waves().halt();
        return halt != null && halt.asks();
    }

    private static Batch.Reply goOn(Stage stage, ProposalId proposal, int wave, MemberId by) {
        return goOn(stage, Stage.WORKSPACE, proposal, wave, by);
    }

    private static Batch.Reply goOn(Stage stage, WorkspaceId workspace, ProposalId proposal, int wave, MemberId by) {
        return stage.ask(
                Batch.KEY,
                BatchId.of(proposal).value(),
                (ActorRef<Batch.Reply> replyTo) -> new Batch.Command.GoOn(workspace, wave, by, "192.0.2.2", replyTo));
    }

    private static Batch.Reply refused(Batch.Reply.Reason reason) {
        return new Batch.Reply.Refused(reason);
    }
}
