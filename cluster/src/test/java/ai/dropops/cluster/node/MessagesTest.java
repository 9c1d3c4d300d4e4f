package ai.dropops.cluster.node;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.cluster.CborSerializable;
import ai.dropops.cluster.approval.Approval;
import ai.dropops.cluster.batch.Batch;
import ai.dropops.cluster.batch.Progress;
import ai.dropops.cluster.operator.LinkCommand;
import ai.dropops.cluster.operator.LinkCommand.ReaderReply;
import ai.dropops.cluster.operator.Operator;
import ai.dropops.cluster.operator.OutputChunk;
import ai.dropops.persistence.view.BatchStatus;
import ai.dropops.persistence.view.Change;
import ai.dropops.protocol.identity.BatchId;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.wire.Frame;
import ai.dropops.protocol.wire.Stream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.actor.testkit.typed.javadsl.SerializationTestKit;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.StreamRefs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever entities tell each other arrives as it was sent when it has to be carried to another node. */
class MessagesTest {
    private static final String CARRIED = "pekko.actor.serialize-messages = on";

    @TempDir
    Path temporary;

    @Test
    void aCommandGoesItsWholeWayThoughEveryMessageIsCarried() {
        try (var stage = new Stage(temporary, CARRIED, Databases.postgresql())) {
            var host = stage.host("alpha");
            var heard = new CopyOnWriteArrayList<Progress>();
            var watcher = stage.system()
                    .systemActorOf(
                            Behaviors.<Progress>receiveMessage(progress -> {
                                heard.add(progress);
                                return Behaviors.same();
                            }),
                            "watcher",
                            Props.empty());
            var proposal = stage.proposed(Stage.wish("touch /tmp/x", "alpha"));
            assertThat(stage.approve(proposal)).isEqualTo(new Approval.Reply.Done());
            stage.batch(proposal, new Batch.Command.Watch(Stage.WORKSPACE, watcher));

            assertThat(stage.ended(proposal).state()).isEqualTo(BatchStatus.COMPLETED);
            assertThat(host.ran).hasSize(1);
            Stage.until(() -> host.kept.contains(1L));
            Stage.until(() -> heard.stream().anyMatch(Progress.Ended.class::isInstance));
        }
    }

    @Test
    void whatOnlyLargerWorldsSayIsCarriedToo() {
        try (var stage = new Stage(temporary)) {
            var kit = new SerializationTestKit(stage.system());
            FakeHost host = stage.slot("alpha");
            var execution = ExecutionId.of(Digest.of(new byte[0]), host.id(), 1);
            var output = new OutputChunk.Data(Stream.STDERR, 3, Bytes.wrap(new byte[] {0, 1}));
            List<CborSerializable> messages = List.of(
                    output,
                    new OutputChunk.Gap(Stream.STDOUT, 1, 2),
                    new OutputChunk.End(Frame.OutputEnd.Reason.COMPLETE),
                    new LinkCommand.Send(new Frame.Cancel(execution)),
                    new LinkCommand.Send(new Frame.ReportKept(execution, 7)),
                    new LinkCommand.Close(new Frame.Goodbye(Frame.Goodbye.Code.BUSY, "later", true)),
                    new LinkCommand.Confirm(),
                    new Operator.Command.Confirmed(
                            host.attach(stage.link(host), stage.system().ignoreRef())),
                    new ReaderReply.Refused("no"),
                    new Gazette.Command.Committed(
                            List.of(new Change.OfBatch(Stage.WORKSPACE, BatchId.of(ProposalId.of(new byte[16]))))));
            messages.forEach(message -> kit.verifySerialization(message, true));

            var opened = new ReaderReply.Opened(
                    Source.<OutputChunk>single(output).runWith(StreamRefs.sourceRef(), stage.system()));
            var carried = kit.verifySerialization(opened, false);
            assertThat(carried.output()
                            .getSource()
                            .runWith(Sink.seq(), stage.system())
                            .toCompletableFuture()
                            .join())
                    .containsExactly(output);
        }
    }
}
