package ai.dropops.web.link;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.cluster.operator.LinkCommand;
import ai.dropops.cluster.operator.LinkCommand.ReaderReply;
import ai.dropops.cluster.operator.OutputChunk;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.wire.Frame;
import ai.dropops.protocol.wire.Frame.Goodbye.Code;
import ai.dropops.protocol.wire.Stream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.stream.SystemMaterializer;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.SinkQueueWithCancel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadersTest {
    private static final ExecutionId EXECUTION = new ExecutionId("ab".repeat(32));
    private static final int WINDOW = 8;

    @TempDir
    Path temp;

    private Harbour harbour;
    private Dialled operator;
    private ActorRef<LinkCommand> link;

    @BeforeEach
    void dial() throws Exception {
        harbour = new Harbour(temp, "reader { window = 8, limit = 2 }");
        var host = new Host();
        var authority = harbour.keys.authority();
        operator = new Dialled(
                harbour.port(), host.context(authority.certificate(), host.certificate(authority, Harbour.OPERATOR)));
        operator.send(Dialled.hello());
        link = harbour.attach();
        operator.expect(Frame.Welcome.class);
    }

    @AfterEach
    void close() {
        operator.close();
        harbour.close();
    }

    @Test
    void outputArrivesInOrderWithItsGapsAndItsEnd() throws Exception {
        var output = open();
        var read = operator.expect(Frame.Read.class);
        assertThat(read).isEqualTo(new Frame.Read(read.reader(), EXECUTION, 3, 4, WINDOW));
        operator.send(new Frame.Output(read.reader(), Stream.STDOUT, 3, bytes(5)));
        operator.send(new Frame.Gap(read.reader(), Stream.STDOUT, 8, 20));
        operator.send(new Frame.OutputEnd(read.reader(), Frame.OutputEnd.Reason.COMPLETE));
        assertThat(next(output)).isEqualTo(new OutputChunk.Data(Stream.STDOUT, 3, bytes(5)));
        assertThat(next(output)).isEqualTo(new OutputChunk.Gap(Stream.STDOUT, 8, 20));
        assertThat(next(output)).isEqualTo(new OutputChunk.End(Frame.OutputEnd.Reason.COMPLETE));
        assertThat(isComplete(output)).isTrue();
    }

    @Test
    void creditIsGrantedAsFastAsTheReaderTakesAndNoFaster() throws Exception {
        var output = open();
        long reader = operator.expect(Frame.Read.class).reader();
        int granted = WINDOW;
        long offset = 0;
        List<Long> seen = new ArrayList<>();
        for (int round = 0; round < 50; round++) {
            for (; granted > 0; granted--) {
                operator.send(new Frame.Output(reader, Stream.STDOUT, offset++, bytes(1)));
            }
            while (granted == 0) {
                seen.add(((OutputChunk.Data) next(output)).offset());
                granted += seen.size() % (WINDOW / 2) == 0
                        ? operator.expect(Frame.Credit.class).frames()
                        : 0;
            }
        }
        assertThat(seen).isSorted().doesNotHaveDuplicates().hasSizeGreaterThan(190);
    }

    @Test
    void aReaderThatStopsTakingStopsTheCredit() throws Exception {
        open();
        long reader = operator.expect(Frame.Read.class).reader();
        int sent = 0;
        int granted = WINDOW;
        while (granted > 0) {
            for (; granted > 0; granted--) {
                operator.send(new Frame.Output(reader, Stream.STDOUT, sent++, bytes(1)));
            }
            granted = creditsWithin(Duration.ofMillis(700));
        }
        int buffersOfStreamRefs = 64;
        assertThat(sent).isLessThanOrEqualTo(WINDOW * 2 + buffersOfStreamRefs);
    }

    @Test
    void anOperatorThatSendsMoreThanItWasCreditedIsCutOff() throws Exception {
        open();
        long reader = operator.expect(Frame.Read.class).reader();
        try {
            for (int i = 0; i < 500 && !operator.closed().isDone(); i++) {
                operator.send(new Frame.Output(reader, Stream.STDOUT, i, bytes(1)));
            }
        } catch (CompletionException e) {
            assertThat(e).as("it is cut off while it sends").hasCauseInstanceOf(IOException.class);
        }
        Frame last = operator.lastFrame();
        assertThat(last)
                .isInstanceOfSatisfying(
                        Frame.Goodbye.class,
                        goodbye -> assertThat(goodbye.code()).isEqualTo(Code.BAD_FRAME));
    }

    @Test
    void aReaderThatGoesAwayIsUnread() throws Exception {
        var output = open();
        long reader = operator.expect(Frame.Read.class).reader();
        output.cancel();
        assertThat(operator.expect(Frame.Unread.class).reader()).isEqualTo(reader);
        operator.send(new Frame.Output(reader, Stream.STDOUT, 0, bytes(1)));
        open();
        assertThat(operator.expect(Frame.Read.class).reader()).isNotEqualTo(reader);
    }

    @Test
    void aLostLinkEndsItsReadersWithoutAnEnd() throws Exception {
        var output = open();
        long reader = operator.expect(Frame.Read.class).reader();
        operator.send(new Frame.Output(reader, Stream.STDERR, 0, bytes(1)));
        assertThat(next(output)).isInstanceOf(OutputChunk.Data.class);
        operator.close();
        assertThat(isComplete(output)).isTrue();
    }

    @Test
    void onlySoManyReadersMayBeOpen() throws Exception {
        open();
        open();
        assertThat(ask()).isInstanceOf(ReaderReply.Refused.class);
    }

    private ReaderReply ask() {
        var probe = harbour.kit.createTestProbe(ReaderReply.class);
        link.tell(new LinkCommand.OpenReader(EXECUTION, 3, 4, probe.ref()));
        return probe.receiveMessage(Harbour.PATIENCE);
    }

    private SinkQueueWithCancel<OutputChunk> open() {
        return ((ReaderReply.Opened) ask())
                .output()
                .getSource()
                .toMat(Sink.<OutputChunk>queue(1), Keep.right())
                .run(SystemMaterializer.get(harbour.kit.system()).materializer());
    }

    private int creditsWithin(Duration time) throws InterruptedException {
        Frame frame = operator.frameWithin(time);
        return frame instanceof Frame.Credit credit ? credit.frames() : 0;
    }

    private static OutputChunk next(SinkQueueWithCancel<OutputChunk> output) throws Exception {
        return output.pull()
                .toCompletableFuture()
                .get(Harbour.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .orElseThrow();
    }

    private static boolean isComplete(SinkQueueWithCancel<OutputChunk> output) throws Exception {
        return output.pull()
                .toCompletableFuture()
                .get(Harbour.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .isEmpty();
    }

    private static Bytes bytes(int size) {
        return Bytes.wrap(new byte[size]);
    }
}
