package ai.dropops.cluster.node;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.cluster.approval.Approval;
import ai.dropops.cluster.workspace.Workspace;
import ai.dropops.cluster.workspace.Workspace.PolicyReply;
import ai.dropops.persistence.view.BatchStatus;
import ai.dropops.protocol.identity.ProposalId;
import java.nio.file.Path;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a state stored after each event, an entity comes back from its state alone. */
class SnapshotTest {
    private static final String ALWAYS = """
            dropops.cluster {
              workspace.snapshot-every = 1
              session.snapshot-every = 1
              batch {
                snapshot-every = 1
                redeliver-after = 200 ms
                redeliver-at-most = 1 s
              }
            }
            """;

    @TempDir
    Path temporary;

    @Test
    void aWorkspaceThatHasOnlyItsDefaultsComesBack() {
        try (var stage = new Stage(temporary, ALWAYS)) {
            assertThat(number(stage)).isEqualTo(1);
            assertThat(number(stage)).isEqualTo(2);
            stage.restart();

            assertThat(number(stage)).isEqualTo(3);
            assertThat(set(stage)).isEqualTo(new PolicyReply.Set(1));
            stage.group("canary", "alpha");
            stage.restart();

            assertThat(set(stage)).isEqualTo(new PolicyReply.Outdated(1));
            assertThat(number(stage)).isEqualTo(4);
            assertThat(stage.views().policies().current(Stage.WORKSPACE)).isPresent();
        }
    }

    @Test
    void aSessionAndItsBatchesComeBackWhateverBecameOfThem() {
        try (var stage = new Stage(temporary, ALWAYS)) {
            FakeHost alpha = stage.host("alpha");
            FakeHost absent = stage.slot("absent");
            stage.enrol(absent);
            stage.bind(absent);
            ProposalId completed = granted(stage, "alpha");
            assertThat(stage.ended(completed).state()).isEqualTo(BatchStatus.COMPLETED);
            ProposalId cancelled = begun(stage);
            stage.cancel(cancelled);
            assertThat(stage.ended(cancelled).state()).isEqualTo(BatchStatus.CANCELLED);
            ProposalId running = begun(stage);
            ProposalId open = stage.proposed(Stage.wish("touch x", "alpha"));
            stage.restart();

            stage.connect(alpha);
            stage.connect(absent);
            assertThat(stage.approve(open)).isEqualTo(new Approval.Reply.Done());
            for (ProposalId each : List.of(open, running)) {
                assertThat(stage.ended(each).state()).isEqualTo(BatchStatus.COMPLETED);
            }
            assertThat(stage.batch(completed).state()).isEqualTo(BatchStatus.COMPLETED);
            assertThat(stage.batch(cancelled).state()).isEqualTo(BatchStatus.CANCELLED);
        }
    }

    private static ProposalId granted(Stage stage, String targets) {
        ProposalId proposal = stage.proposed(Stage.wish("touch x", targets));
        assertThat(stage.approve(proposal)).isEqualTo(new Approval.Reply.Done());
        return proposal;
    }

    private static ProposalId begun(Stage stage) {
        ProposalId proposal = granted(stage, "absent");
        Stage.until(() -> stage.batch(proposal).state() == BatchStatus.RUNNING);
        return proposal;
    }

    private static int number(Stage stage) {
        Workspace.Reply reply = stage.ask(
                Workspace.KEY,
                Stage.WORKSPACE.value(),
                (ActorRef<Workspace.Reply> replyTo) -> new Workspace.Command.NumberSlot(replyTo));
        return ((Workspace.Reply.SlotNumbered) reply).number();
    }

    private static PolicyReply set(Stage stage) {
        return stage.ask(
                Workspace.KEY,
                Stage.WORKSPACE.value(),
                (ActorRef<PolicyReply> replyTo) ->
                        new Workspace.Command.SetPolicy(0, "version: 1\n", Stage.OWNER, replyTo));
    }
}
