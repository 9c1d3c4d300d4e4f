package ai.dropops.operator.agent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.operator.control.Approvals;
import ai.dropops.operator.control.FakeControlPlane;
import ai.dropops.operator.control.FakeLink;
import ai.dropops.operator.control.OperatorProcess;
import ai.dropops.protocol.action.Action;
import ai.dropops.protocol.action.Action.RunCommand;
import ai.dropops.protocol.action.FileAction;
import ai.dropops.protocol.action.FileAction.DeleteFile;
import ai.dropops.protocol.action.FileAction.FileHistory;
import ai.dropops.protocol.action.FileAction.ListDirectory;
import ai.dropops.protocol.action.FileAction.ReadFile;
import ai.dropops.protocol.action.FileAction.WriteFile;
import ai.dropops.protocol.action.Order;
import ai.dropops.protocol.action.Outcome;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.wire.Frame;
import ai.dropops.protocol.wire.FrameCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything a real operator sends to its control plane, with a secret in each place its words can come from. */
class LeakTest {
    private static final String SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    /** As much of a secret as may not be found anywhere. */
    private static final int PART = 8;
    /** What a token has at least. */
    private static final int LEAST = 30;

    @TempDir
    Path folder;

    @TempDir
    Path host;

    private final FakeControlPlane plane = new FakeControlPlane();
    private final Random random = new Random(29);
    private final List<String> secrets = new ArrayList<>();
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private long readers;

    /** How an execution ended, and what was read of it. */
    private record Said(Outcome outcome, String output) {
        int exitCode() {
            return ((Outcome.Finished) outcome).exitCode();
        }
    }

    @AfterEach
    void close() {
        plane.close();
    }

    @Test
    void whatACommandPrintsStaysOnTheHost() throws Exception {
        Path out = Files.writeString(host.resolve("out"), "token " + secret() + "\n");
        Path err = Files.writeString(host.resolve("err"), "without a line end " + secret());
        Files.createDirectory(host.resolve("folder-" + secret()));
        try (var _ = OperatorProcess.start(plane, folder)) {
            FakeLink link = plane.nextWelcomed();
            Said said =
                    does(link, RunCommand.of("cd %s; cat %s; cat %s >&2; echo >&2; cat f*".formatted(host, out, err)));
            assertThat(said.exitCode()).isEqualTo(1);
            assertThat(said.output())
                    .contains("token [GITHUB_TOKEN]\n", "without a line end [GITHUB_TOKEN]")
                    .contains("cat: folder-[GITHUB_TOKEN]: Is a directory");
            assertSealed();
            assertNothingLeaked();
        }
    }

    @Test
    void whatAnEndedOperatorHadRecordedStaysOnTheHost() throws Exception {
        Path out = Files.writeString(host.resolve("out"), "token " + secret() + " and so on\n");
        Order order;
        try (var operator = OperatorProcess.start(plane, folder)) {
            FakeLink link = plane.nextWelcomed();
            order = Approvals.of("cat " + out + "; echo more; exec sleep 30", plane)
                    .order();
            link.deliver(order);
            hear(link, Frame.Started.class);
            link.send(new Frame.Read(++readers, order.execution(), 0, 0, 1));
            hear(link, Frame.Output.class);
            operator.kill();
        }
        try (var _ = OperatorProcess.start(plane, folder)) {
            FakeLink link = plane.nextWelcomed();
            assertThat(outcome(link, order.execution())).isInstanceOf(Outcome.Interrupted.class);
            assertThat(output(link, order.execution())).isEqualTo("token [GITHUB_TOKEN] and so on\nmore\n");
            assertSealed();
            assertNothingLeaked();
        }
    }

    @Test
    void whatFilesAndFoldersHoldStaysOnTheHost() throws Exception {
        String text = "port=80\ntoken " + secret() + "\npassword=" + secret() + "\n";
        Path file = Files.writeString(host.resolve("config"), text);
        Path other = Files.createFile(host.resolve("entry-" + secret()));
        try (var _ = OperatorProcess.start(plane, folder)) {
            FakeLink link = plane.nextWelcomed();
            String shown = does(link, ReadFile.whole(file.toString())).output();
            assertThat(shown)
                    .startsWith("port=80\ntoken [GITHUB_TOKEN]\npassword=[")
                    .contains("the Sentinel replaced 2 places");
            for (int at = 0; at < text.length(); at += 7) {
                assertThat(does(link, new ReadFile(file.toString(), "", at, 7)).exitCode())
                        .isZero();
            }
            assertThat(does(link, new ListDirectory(host.toString())).output())
                    .contains(" config\n")
                    .contains(" entry-[GITHUB_TOKEN]\n")
                    .doesNotContain(other.getFileName().toString());

            var shownBase =
                    Digest.of(shown.substring(0, shown.indexOf(file.toString())).getBytes(UTF_8));
            assertThat(does(link, write(file, "port=81\n", Digest.of(new byte[1])))
                            .output())
                    .startsWith("conflict: " + file + " is a file shown with sha256 " + shownBase);
            assertThat(does(link, write(file, "token [GITHUB_TOKEN]\n[GITHUB_TOKEN]", shownBase))
                            .output())
                    .contains("holds [GITHUB_TOKEN]");
            assertThat(does(link, write(file, "port=81\n", shownBase)).output())
                    .contains(text.length() + " bytes, shown with sha256 " + shownBase);

            String history = does(link, new FileHistory(file.toString())).output();
            assertThat(history.lines()).hasSize(2);
            String first = history.lines().toList().getLast().substring(0, 40);
            assertThat(does(link, new ReadFile(file.toString(), first, 0, Long.MAX_VALUE))
                            .output())
                    .startsWith("port=80\ntoken [GITHUB_TOKEN]\n");
            assertThat(does(link, new DeleteFile(file.toString(), Digest.of("port=81\n".getBytes(UTF_8))))
                            .exitCode())
                    .isZero();
            assertSealed();
            assertThat(sent.toString(ISO_8859_1))
                    .doesNotContain(
                            Digest.of(text.getBytes(UTF_8)).hex(),
                            new String(Digest.of(text.getBytes(UTF_8)).bytes().array(), ISO_8859_1));
            assertNothingLeaked();
        }
    }

    @Test
    void theReasonForARefusalIsNeverCutThroughASecret() throws Exception {
        try (var _ = OperatorProcess.start(plane, folder)) {
            FakeLink link = plane.nextWelcomed();
            RunCommand run = RunCommand.of("true");
            for (int before = 0; before < 3 * PART; before += PART) {
                String where = "/" + "a".repeat(before) + ("/" + secret()).repeat(60);
                var there = new RunCommand("true", where, run.env(), "", run.profile(), run.stdin());
                assertThat(does(link, there).outcome())
                        .asString()
                        .contains("CANNOT_RUN", "/[GITHUB_TOKEN]/[GITHUB_TOKEN]");
            }
            assertNothingLeaked();
        }
    }

    private String secret() {
        var secret = new StringBuilder("ghp_");
        random.ints(36, 0, SIGNS.length()).forEach(i -> secret.append(SIGNS.charAt(i)));
        secrets.add(secret.toString());
        return secret.toString();
    }

    private Said does(FakeLink link, Action action) throws InterruptedException {
        Order order = Approvals.of("true", plane).run(action).order();
        link.deliver(order);
        Outcome outcome = outcome(link, order.execution());
        return new Said(outcome, output(link, order.execution()));
    }

    private Outcome outcome(FakeLink link, ExecutionId execution) throws InterruptedException {
        while (true) {
            var receipt = hear(link, Frame.Report.class).receipt().verified(plane.receiptKey());
            link.send(new Frame.ReportKept(receipt.execution(), receipt.sequence()));
            if (receipt.execution().equals(execution)) {
                return receipt.outcome();
            }
        }
    }

    private String output(FakeLink link, ExecutionId execution) throws InterruptedException {
        link.send(new Frame.Read(++readers, execution, 0, 0, 100));
        var output = new StringBuilder();
        while (true) {
            switch (hear(link, Frame.class)) {
                case Frame.Output piece
                when piece.reader() == readers ->
                    output.append(new String(piece.data().array(), UTF_8));
                case Frame.OutputEnd end
                when end.reader() == readers -> {
                    return output.toString();
                }
                default -> {}
            }
        }
    }

    private <T extends Frame> T hear(FakeLink link, Class<T> type) throws InterruptedException {
        while (true) {
            Frame frame = link.next();
            sent.writeBytes(FrameCodec.encode(frame));
            if (type.isInstance(frame)) {
                return type.cast(frame);
            }
        }
    }

    /** The record on the host is there, and nobody without its key can read it. */
    private void assertSealed() throws IOException {
        var kept = new StringBuilder();
        try (var files = Files.walk(folder.resolve(".dropops/data/spool"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                kept.append(Files.readString(file, ISO_8859_1));
            }
        }
        assertThat(kept).hasSizeGreaterThan(secrets.size() * PART).doesNotContain("GITHUB_TOKEN");
        assertThat(secrets)
                .isNotEmpty()
                .allSatisfy(secret -> assertThat(kept).doesNotContain(secret.substring(0, LEAST)));
    }

    private void assertNothingLeaked() {
        String all = sent.toString(ISO_8859_1);
        assertThat(secrets).isNotEmpty().allSatisfy(secret -> {
            for (int i = "ghp_".length(); i + PART <= secret.length(); i++) {
                assertThat(all).doesNotContain(secret.substring(i, i + PART));
            }
        });
        assertThat(all).contains("[GITHUB_TOKEN]");
    }

    private static WriteFile write(Path file, String text, Digest base) {
        return new WriteFile(file.toString(), Bytes.wrap(text.getBytes(UTF_8)), base, FileAction.KEEP);
    }
}
