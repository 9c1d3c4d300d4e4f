package ai.dropops.load.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.load.stage.Await;
import ai.dropops.load.stage.ControlPlane;
import ai.dropops.load.stage.EventStream;
import ai.dropops.load.stage.EventStream.Event;
import ai.dropops.load.stage.Fleet;
import ai.dropops.load.stage.Person;
import ai.dropops.protocol.identity.Digest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Output of every size and shape, to readers that stay, leave and come back. */
final class OutputTest {
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final int GIGABYTE = 1 << 30;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;

    private static ControlPlane plane;
    private static Fleet fleet;
    private static Person person;

    @BeforeAll
    static void start() {
        plane = ControlPlane.start(ControlPlane.Setup.in(folder));
        fleet = Fleet.enrol(plane, folder, 1);
        person = new Person(plane.api());
        fleet.boundTo(person);
    }

    @AfterAll
    static void stop() {
        fleet.close();
        plane.close();
    }

    @Test
    void binaryOutputArrivesByteForByte() throws IOException {
        var bytes = new byte[300_000];
        new Random(11).nextBytes(bytes);
        withoutText(bytes);
        Path file = Files.write(folder.resolve("binary"), bytes);

        var asked = person.runs("cat " + file, "all");
        person.awaitsEnd(asked);

        var execution = person.execution(asked);
        assertThat(person.output(execution, "stdout")).isEqualTo(bytes);
        assertThat(execution.required("stdoutSha256").asText())
                .isEqualTo(Digest.of(bytes).hex());
    }

    @Test
    void theTwoStreamsAreKeptApart() {
        var asked = person.runs("echo out; echo err >&2", "all");
        person.awaitsEnd(asked);

        var execution = person.execution(asked);
        assertThat(person.stdout(execution)).isEqualTo("out\n");
        assertThat(new String(person.output(execution, "stderr"), UTF_8)).isEqualTo("err\n");
    }

    @Test
    void endlessOutputIsEndedByCancel() {
        var asked = person.runs("yes", "all");
        try (var events = person.follows(asked)) {
            awaitOutput(events);
        }
        person.api().post("/batches/" + asked.batchId() + "/cancel").ok();

        assertThat(person.awaitsEnd(asked).required("state").asText()).isEqualTo("CANCELLED");
        assertThat(person.execution(asked).required("stdoutBytes").asLong()).isPositive();
    }

    @Test
    void cancelEndsTheWholeProcessTree() {
        Path pids = folder.resolve("pids");
        var asked = person.runs("(sleep 987 & echo $! >> %s; wait) & echo $! >> %s; wait".formatted(pids, pids), "all");
        Await.until("both processes run", () -> pids(pids).length == 2);
        person.api().post("/batches/" + asked.batchId() + "/cancel").ok();
        person.awaitsEnd(asked);

        Await.until("the tree is gone", () -> {
            for (String pid : pids(pids)) {
                if (isRunning(pid)) {
                    return false;
                }
            }
            return true;
        });
    }

    @Test
    void aGigabyteIsCountedAndHashedRightAndBringsNothingDown() {
        var asked = person.runs("head -c %d /dev/zero".formatted(GIGABYTE), "all");
        person.awaitsEnd(asked, LONG);

        var execution = person.execution(asked);
        assertThat(execution.required("exitCode").asInt()).isZero();
        assertThat(execution.required("stdoutBytes").asLong()).isEqualTo(GIGABYTE);
        assertThat(execution.required("stdoutSha256").asText()).isEqualTo(hashOfZeros());
        assertThat(person.api().get("/status").status()).isEqualTo(200);
    }

    @Test
    void aReaderThatLeavesMidStreamAndComesBackMissesNothing() throws IOException {
        var bytes = new byte[3_000_000];
        new Random(13).nextBytes(bytes);
        withoutText(bytes);
        Path file = Files.write(folder.resolve("resumed"), bytes);
        var asked = person.asks(
                "cat %s; until [ -e %s ]; do sleep 0.05; done; cat %s".formatted(file, folder.resolve("back"), file),
                "all");
        var seen = new ByteArrayOutputStream();
        String at;
        try (var events = person.follows(asked)) {
            person.approves(asked);
            at = take(events, seen, 500_000);
        }
        Files.createFile(folder.resolve("back"));
        try (var events = new EventStream(
                person.api().stream("/batches/" + asked.batchId() + "/events?live=8", "Last-Event-ID", at)
                        .body())) {
            take(events, seen, Integer.MAX_VALUE);
        }

        person.awaitsEnd(asked);
        assertThat(seen.size()).isEqualTo(2 * bytes.length);
        assertThat(Digest.of(seen.toByteArray())).isEqualTo(Digest.of(bytes, bytes));
    }

    @Test
    void outputCanBeReadFromAnyOffset() throws IOException {
        var asked = person.runs("printf 0123456789", "all");
        person.awaitsEnd(asked);

        String id = person.execution(asked).required("id").asText();
        try (var body = person.api().stream("/executions/" + id + "/output?stream=stdout&offset=7")
                .body()) {
            assertThat(body.readAllBytes()).isEqualTo(new byte[] {'7', '8', '9'});
        }
    }

    /** Adds output to {@code seen} until there is as much as asked for or the stream ends; answers the last event id. */
    private static String take(EventStream events, ByteArrayOutputStream seen, int enough) throws IOException {
        String at = "";
        while (seen.size() < enough) {
            var next = events.next();
            if (next.isEmpty() || next.get().type().equals("end")) {
                return at;
            }
            Event event = next.get();
            at = event.id().isEmpty() ? at : event.id();
            if (event.type().equals("output")) {
                JsonNode output = JSON.readTree(event.data());
                assertThat(output.required("offset").asLong()).isEqualTo(seen.size());
                seen.writeBytes(
                        Base64.getDecoder().decode(output.required("data").asText()));
            }
        }
        return at;
    }

    /** Random letters would now and then come out as something that is replaced. */
    private static void withoutText(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] |= (byte) 0x80;
        }
    }

    private static void awaitOutput(EventStream events) {
        while (!events.next().orElseThrow().type().equals("output")) {
            // others come first
        }
    }

    private static String[] pids(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file).toArray(String[]::new) : new String[0];
        } catch (IOException e) {
            return new String[0];
        }
    }

    /** A zombie has ended; nothing here reaps it. */
    private static boolean isRunning(String pid) {
        try {
            String stat = Files.readString(Path.of("/proc", pid, "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            return false;
        }
    }

    private static String hashOfZeros() {
        var sha256 = Digest.sha256();
        var block = new byte[1 << 20];
        for (long hashed = 0; hashed < GIGABYTE; hashed += block.length) {
            sha256.update(block);
        }
        return HexFormat.of().formatHex(sha256.digest());
    }
}
