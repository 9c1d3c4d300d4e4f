package ai.dropops.operator.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.operator.control.Approvals;
import ai.dropops.operator.control.FakeControlPlane;
import ai.dropops.operator.control.FakeLink;
import ai.dropops.operator.control.OperatorProcess;
import ai.dropops.protocol.action.Action;
import ai.dropops.protocol.action.Action.RunCommand;
import ai.dropops.protocol.action.Excerpt;
import ai.dropops.protocol.action.FileAction;
import ai.dropops.protocol.action.FileAction.FileHistory;
import ai.dropops.protocol.action.FileAction.WriteFile;
import ai.dropops.protocol.action.Order;
import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.wire.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real operator that was told to keep no records. */
class NoRecordsTest {
    private static final String TOKEN = "ghp_" + "aB3dE6gH9j".repeat(4);
    private static final String MARK = "marmalade";

    @TempDir
    Path folder;

    @TempDir
    Path host;

    private final FakeControlPlane plane = new FakeControlPlane();

    @AfterEach
    void close() {
        plane.close();
    }

    @Test
    void whatIsPrintedIsHandedOverScrubbedAndForgotten() throws Exception {
        Path file = Files.writeString(host.resolve("out"), MARK + " " + TOKEN + "\n");
        try (var _ = OperatorProcess.start(plane, folder, "--no-local-storage")) {
            FakeLink link = plane.nextWelcomed();
            var beat = hear(link, Frame.Beat.class);
            assertThat(beat.host().capabilities().localStorage()).isFalse();
            assertThat(beat.host().capabilities().ledgerMirror()).isFalse();

            Order order = order(RunCommand.of("cat " + file));
            link.deliver(order);
            Receipt receipt = keeps(link, order.execution());
            var handed = hear(link, Frame.HandOver.class);
            assertThat(handed.execution()).isEqualTo(order.execution());
            assertThat(handed.output().isOf(receipt.outcome())).isTrue();
            assertThat(text(handed.output())).isEqualTo(MARK + " [GITHUB_TOKEN]\n");

            link.send(new Frame.HandedOver(order.execution()));
            Frame.OutputEnd.Reason end;
            long reader = 0;
            do {
                link.send(new Frame.Read(++reader, order.execution(), 0, 0, 8));
                end = hear(link, Frame.OutputEnd.class).reason();
            } while (end == Frame.OutputEnd.Reason.COMPLETE);
            assertThat(end).isEqualTo(Frame.OutputEnd.Reason.UNKNOWN_EXECUTION);
            link.deliver(order);
            assertThat(keeps(link, order.execution()))
                    .as("it is known, and does not run again")
                    .isEqualTo(receipt);
        }
        assertThat(recordings()).isEmpty();
    }

    @Test
    void whatWasNotTakenIsHandedOverByTheNextProcess() throws Exception {
        Order order;
        try (var operator = OperatorProcess.start(plane, folder, "--no-local-storage")) {
            FakeLink link = plane.nextWelcomed();
            order = order(RunCommand.of("echo " + MARK));
            link.deliver(order);
            keeps(link, order.execution());
            hear(link, Frame.HandOver.class);
            operator.kill();
        }
        try (var _ = OperatorProcess.start(plane, folder, "--no-local-storage")) {
            FakeLink link = plane.nextWelcomed();
            var handed = hear(link, Frame.HandOver.class);
            assertThat(handed.execution()).isEqualTo(order.execution());
            assertThat(text(handed.output())).isEqualTo(MARK + "\n");
        }
    }

    @Test
    void aChangedFileHasNoVersionsThere() throws Exception {
        Path file = host.resolve("config");
        try (var _ = OperatorProcess.start(plane, folder, "--no-local-storage")) {
            FakeLink link = plane.nextWelcomed();
            var write = new WriteFile(
                    file.toString(), Bytes.wrap(MARK.getBytes(UTF_8)), FileAction.ABSENT, FileAction.KEEP);
            assertThat(text(does(link, write))).contains("no version of it is kept here");
            assertThat(file).hasContent(MARK);
            assertThat(err(does(link, new FileHistory(file.toString())))).contains("--no-local-storage");
        }
        assertThat(folder.resolve(".dropops/data/ledger")).doesNotExist();
        assertThat(recordings()).isEmpty();
    }

    private Order order(Action action) {
        return Approvals.of("true", plane).run(action).order();
    }

    private Excerpt does(FakeLink link, Action action) throws InterruptedException {
        Order order = order(action);
        link.deliver(order);
        keeps(link, order.execution());
        Excerpt output = hear(link, Frame.HandOver.class).output();
        link.send(new Frame.HandedOver(order.execution()));
        return output;
    }

    private Receipt keeps(FakeLink link, ExecutionId execution) throws InterruptedException {
        while (true) {
            Receipt receipt = hear(link, Frame.Report.class).receipt().verified(plane.receiptKey());
            link.send(new Frame.ReportKept(receipt.execution(), receipt.sequence()));
            if (receipt.execution().equals(execution) && receipt.outcome().isFinal()) {
                return receipt;
            }
        }
    }

    private static <T extends Frame> T hear(FakeLink link, Class<T> type) throws InterruptedException {
        while (true) {
            Frame frame = link.next();
            if (type.isInstance(frame)) {
                return type.cast(frame);
            }
        }
    }

    private static String text(Excerpt output) {
        return new String(output.stdout().head().array(), UTF_8);
    }

    private static String err(Excerpt output) {
        return new String(output.stderr().head().array(), UTF_8);
    }

    /** The recordings that are left. */
    private List<Path> recordings() throws IOException {
        try (var files = Files.walk(folder.resolve(".dropops/data/spool"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
