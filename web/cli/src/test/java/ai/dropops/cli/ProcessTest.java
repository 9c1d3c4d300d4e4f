package ai.dropops.cli;

import static ai.dropops.cli.Answers.BATCH;
import static ai.dropops.cli.Answers.PROPOSAL;
import static ai.dropops.cli.Answers.batch;
import static ai.dropops.cli.Answers.execution;
import static ai.dropops.cli.Answers.id;
import static ai.dropops.cli.Answers.proposed;
import static ai.dropops.cli.FakeControlPlane.event;
import static ai.dropops.cli.FakeControlPlane.events;
import static ai.dropops.cli.FakeControlPlane.output;
import static ai.dropops.cli.FakeControlPlane.status;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The command as a process, where pipes break and Ctrl-C is pressed. */
@Timeout(60)
@SuppressWarnings("NullAway.Init") // JUnit calls the method that starts the control plane before each test
final class ProcessTest {
    private static final String EVENTS = "GET /batches/" + BATCH + "/events?live=1";
    private static final String RUNNING = event("batch", "", batch("RUNNING", execution(0, id(0), "RUNNING", 0, 0, 0)));

    private FakeControlPlane controlPlane;

    @BeforeEach
    void start() throws IOException {
        controlPlane = new FakeControlPlane()
                .on("POST /proposals", status(201, proposed("GRANTED", 1, "sequential")))
                .on("POST /batches/" + BATCH + "/cancel", status(202, batch("RUNNING")))
                .on("POST /approvals/" + PROPOSAL + "/deny", Answers.approval("DENIED", "LOW", 1, "sequential"));
    }

    @AfterEach
    void stop() {
        controlPlane.close();
    }

    @Test
    void whenNobodyReadsAnyMoreItEndsQuietly() throws IOException, InterruptedException {
        controlPlane.on(EVENTS, exchange -> {
            events(RUNNING).to(exchange);
            var out = exchange.getResponseBody();
            for (long offset = 0; ; offset += 4) {
                out.write(output(id(0), "stdout", offset, "yes\n", "").getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        });
        Process process = run();
        try (var out = reader(process)) {
            assertThat(out.readLine()).isEqualTo("yes");
        }
        assertThat(process.waitFor()).isEqualTo(141);
        assertThat(process.getErrorStream().readAllBytes()).isEmpty();
    }

    @Test
    void theFirstInterruptCancelsTheBatchAndItsEndIsAwaited() throws IOException, InterruptedException {
        var cancelled = new CountDownLatch(1);
        controlPlane
                .on("POST /batches/" + BATCH + "/cancel", exchange -> {
                    status(202, batch("RUNNING")).to(exchange);
                    cancelled.countDown();
                })
                .on(EVENTS, exchange -> {
                    events(RUNNING, output(id(0), "stdout", 0, "begun\n", "")).to(exchange);
                    await(cancelled);
                    var out = exchange.getResponseBody();
                    out.write(event("execution", "", execution(0, id(0), "FINISHED", 143, 6, 0))
                            .getBytes(StandardCharsets.UTF_8));
                    out.write(event("end", "", "{\"state\":\"CANCELLED\"}").getBytes(StandardCharsets.UTF_8));
                });
        Process process = run();
        try (var out = reader(process)) {
            assertThat(out.readLine()).isEqualTo("begun");
            interrupt(process);
            assertThat(process.waitFor()).isEqualTo(143);
        }
        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("dropops: cancelling " + BATCH + "; press Ctrl-C again to leave it as it is\n");
    }

    @Test
    void theSecondInterruptLeaves() throws IOException, InterruptedException {
        var asked = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        controlPlane
                .on("POST /batches/" + BATCH + "/cancel", exchange -> {
                    asked.countDown();
                    await(never);
                })
                .on(EVENTS, exchange -> {
                    events(RUNNING, output(id(0), "stdout", 0, "begun\n", "")).to(exchange);
                    await(never);
                });
        Process process = run();
        try (var out = reader(process)) {
            assertThat(out.readLine()).isEqualTo("begun");
            interrupt(process);
            await(asked);
            interrupt(process);
            assertThat(process.waitFor()).isEqualTo(130);
        } finally {
            never.countDown();
        }
    }

    @Test
    void onATerminalItAsksWhetherToGoOnAndPassesTheAnswerOn() throws IOException, InterruptedException {
        var said = new CountDownLatch(1);
        controlPlane
                .on("POST /batches/" + BATCH + "/go-on", exchange -> {
                    status(202, Answers.halted(false)).to(exchange);
                    said.countDown();
                })
                .on(EVENTS, exchange -> {
                    events(event("batch", "", Answers.halted(true))).to(exchange);
                    await(said);
                    exchange.getResponseBody()
                            .write((event("execution", "", execution(0, id(0), "FINISHED", 0, 0, 0))
                                            + event("end", "", "{\"state\":\"COMPLETED\"}"))
                                    .getBytes(StandardCharsets.UTF_8));
                });
        Process process = start("script", "-qec", String.join(" ", command()), "/dev/null");
        try (var out = reader(process);
                var keyboard = process.outputWriter(StandardCharsets.UTF_8)) {
            keyboard.write("yes\n");
            keyboard.flush();
            assertThat(out.readAllAsString()).contains("Go on with wave 2 of 2, the next 2 hosts? Type yes");
            assertThat(process.waitFor()).isZero();
        }
        assertThat(controlPlane.received("POST /batches/" + BATCH + "/go-on")).hasSize(1);
    }

    private Process run() throws IOException {
        return start(command());
    }

    private static String[] command() {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new String[] {
            java, "-cp", System.getProperty("java.class.path"), Main.class.getName(), "run", "--on", "all", "yes"
        };
    }

    private Process start(String... command) throws IOException {
        var builder = new ProcessBuilder(command);
        builder.environment().put("DROPOPS_URL", controlPlane.url());
        builder.environment().put("DROPOPS_TOKEN", "secret");
        return builder.start();
    }

    private static BufferedReader reader(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private static void interrupt(Process process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IOException("waited in vain");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
