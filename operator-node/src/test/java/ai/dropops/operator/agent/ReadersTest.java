package ai.dropops.operator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.operator.control.Approvals;
import ai.dropops.operator.control.FakeControlPlane;
import ai.dropops.operator.control.FakeLink;
import ai.dropops.operator.control.OperatorProcess;
import ai.dropops.protocol.action.Order;
import ai.dropops.protocol.action.Outcome;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.wire.Frame;
import ai.dropops.protocol.wire.Stream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.EnumMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Output as the control plane reads it from a real operator process. */
class ReadersTest {
    private static final long MUCH = 256L << 20;

    @TempDir
    Path folder;

    private final FakeControlPlane plane = new FakeControlPlane();

    @AfterEach
    void close() {
        plane.close();
    }

    @Test
    void outputIsReadWhileItIsWrittenAndAgainLater() throws Exception {
        try (var _ = OperatorProcess.start(plane, folder)) {
            FakeLink link = plane.nextWelcomed();
            Order order = Approvals.of("echo one; echo two >&2; sleep 0.2; echo three", plane)
                    .order();
            link.deliver(order);
            link.await(Frame.Started.class);
            link.send(new Frame.Read(1, order.execution(), 0, 0, 100));
            assertThat(readAll(link, 1)).isEqualTo("{STDOUT=one\nthree\n, STDERR=two\n}");
            link.receipt();
            link.send(new Frame.Read(2, order.execution(), 4, 0, 100));
            assertThat(readAll(link, 2)).isEqualTo("{STDOUT=three\n, STDERR=two\n}");
            link.send(new Frame.Read(3, order.execution(), 0, Long.MAX_VALUE, 100));
            assertThat(readAll(link, 3)).isEqualTo("{STDOUT=one\nthree\n}");
            link.send(new Frame.Read(4, new ExecutionId(Digest.of(new byte[0]).hex()), 0, 0, 1));
            assertThat(link.await(Frame.OutputEnd.class).reason()).isEqualTo(Frame.OutputEnd.Reason.UNKNOWN_EXECUTION);
        }
    }

    @Test
    void noMoreIsSentThanThereIsCredit() throws Exception {
        try (var _ = OperatorProcess.start(plane, folder)) {
            FakeLink link = plane.nextLink();
            link.welcome(1);
            Order order = Approvals.of("head -c 1000000 /dev/zero", plane).order();
            link.deliver(order);
            link.receipt();
            link.send(new Frame.Read(1, order.execution(), 0, 0, 2));
            int sent = link.await(Frame.Output.class).data().size()
                    + link.await(Frame.Output.class).data().size();
            // two heartbeats pass and no output comes between them
            while (!(link.next() instanceof Frame.Beat)) {}
            assertNoOutputUpToTheNextBeat(link);
            link.send(new Frame.Credit(1, 1));
            assertThat(link.await(Frame.Output.class).offset()).isEqualTo(sent);
            link.send(new Frame.Unread(1));
            link.send(new Frame.Credit(1, 100));
            while (!(link.next() instanceof Frame.Beat)) {}
            assertNoOutputUpToTheNextBeat(link);
        }
    }

    private static void assertNoOutputUpToTheNextBeat(FakeLink link) throws InterruptedException {
        Frame next;
        do {
            next = link.next();
            assertThat(next).isNotInstanceOf(Frame.Output.class);
        } while (!(next instanceof Frame.Beat));
    }

    @Test
    void readersAreManyAndNotTooMany() throws Exception {
        try (var _ = OperatorProcess.start(plane, folder)) {
            FakeLink link = plane.nextWelcomed();
            Order order = Approvals.of("echo x; sleep 1000", plane).order();
            link.deliver(order);
            link.await(Frame.Started.class);
            for (int i = 1; i <= 64; i++) {
                link.send(new Frame.Read(i, order.execution(), 0, 0, 5));
            }
            for (int i = 1; i <= 64; i++) {
                assertThat(link.await(Frame.Output.class).data().size()).isEqualTo(2);
            }
            link.send(new Frame.Read(65, order.execution(), 0, 0, 5));
            assertThat(link.await(Frame.OutputEnd.class))
                    .isEqualTo(new Frame.OutputEnd(65, Frame.OutputEnd.Reason.TOO_MANY_READERS));
            link.send(new Frame.Unread(1));
            link.send(new Frame.Read(65, order.execution(), 0, 0, 5));
            assertThat(link.await(Frame.Output.class).reader()).isEqualTo(65);
        }
    }

    @Test
    void muchMoreThanTheHeapIsReadWithFlatMemory() throws Exception {
        try (var operator = OperatorProcess.start(plane, folder)) {
            FakeLink link = plane.nextWelcomed();
            Order order = Approvals.of("head -c " + MUCH + " /dev/zero", plane).order();
            link.deliver(order);
            link.await(Frame.Started.class);
            long begin = System.nanoTime();
            link.send(new Frame.Read(1, order.execution(), 0, 0, 64));
            MessageDigest digest = Digest.sha256();
            long read = 0;
            int taken = 0;
            while (read < MUCH) {
                Frame.Output output = link.await(Frame.Output.class);
                assertThat(output.offset()).isEqualTo(read);
                read += output.data().size();
                digest.update(output.data().array());
                if (++taken % 16 == 0) {
                    link.send(new Frame.Credit(1, 16));
                }
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            assertThat(link.await(Frame.OutputEnd.class).reason()).isEqualTo(Frame.OutputEnd.Reason.COMPLETE);
            System.out.printf(
                    "one reader: %.0f MB/s, operator's peak %d MB%n", MUCH / 1e6 / seconds, operator.peakMegabytes());
            assertThat(operator.peakMegabytes()).isLessThan(250);
        }
    }

    @Test
    void anEndlessCommandIsCancelledWhileItIsRead() throws Exception {
        try (var _ = OperatorProcess.start(plane, folder, "--output-limit", "4")) {
            FakeLink link = plane.nextWelcomed();
            Order order = Approvals.of("yes", plane).order();
            link.deliver(order);
            link.await(Frame.Started.class);
            link.send(new Frame.Read(1, order.execution(), 0, 0, 1024));
            link.await(Frame.Output.class);
            link.send(new Frame.Cancel(order.execution()));
            var finished = (Outcome.Finished) link.receipt().outcome();
            assertThat(finished.cancelled()).isTrue();
            link.send(new Frame.Read(
                    2, order.execution(), finished.stdout().shown().bytes() - 10, 0, 10));
            Frame.Output last = link.await(Frame.Output.class);
            while (last.reader() != 2) {
                last = link.await(Frame.Output.class);
            }
            assertThat(last.data().size()).isEqualTo(10);
        }
    }

    /** What one reader is sent, the streams apart. */
    private static String readAll(FakeLink link, long reader) throws InterruptedException {
        var texts = new EnumMap<Stream, String>(Stream.class);
        Frame frame = link.next();
        while (!(frame instanceof Frame.OutputEnd end && end.reader() == reader)) {
            if (frame instanceof Frame.Output output && output.reader() == reader) {
                texts.merge(output.stream(), new String(output.data().array(), StandardCharsets.UTF_8), String::concat);
            }
            frame = link.next();
        }
        return texts.toString();
    }
}
