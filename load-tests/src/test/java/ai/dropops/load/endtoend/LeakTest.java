package ai.dropops.load.endtoend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.load.stage.Cli;
import ai.dropops.load.stage.ControlPlane;
import ai.dropops.load.stage.EventStream.Event;
import ai.dropops.load.stage.Person;
import ai.dropops.load.stage.Person.Asked;
import ai.dropops.load.stage.RealOperator;
import ai.dropops.protocol.identity.Digest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A secret on a host is in nothing people are shown and in nothing the control plane keeps. */
final class LeakTest {
    private static final String SECRET = "ghp_" + "Zx81kQ".repeat(6);
    /** Part of the secret, and an address. */
    private static final List<String> HIDDEN = List.of("Zx81kQ", "10.98.7.6");

    private static final String TEXT = "port 80\nthe token is " + SECRET + " on 10.98.7.6\n";
    private static final String SHOWN = "port 80\nthe token is [GITHUB_TOKEN] on [IP_ADDR]\n";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path temporary;

    private static Path folder;
    private static ControlPlane plane;
    private static RealOperator operator;
    private static Person person;
    private static Cli cli;

    private Path file;
    /** What people were shown, in every way. */
    private final List<String> seen = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        folder = Files.createDirectory(temporary.toRealPath().resolve("srv"));
        plane = ControlPlane.start(ControlPlane.Setup.in(temporary));
        operator = RealOperator.enrol(plane, "web-1", Files.createDirectory(temporary.resolve("operator")));
        person = new Person(plane.api());
        person.binds(operator.id());
        cli = new Cli(plane.setup().data());
    }

    @AfterAll
    static void stop() {
        operator.close();
        plane.close();
    }

    @BeforeEach
    void write() throws IOException {
        file = Files.createTempFile(folder, "app", ".conf");
        Files.writeString(file, TEXT);
    }

    /** After each way of asking: whatever the API still has to say, and every file of the control plane. */
    @AfterEach
    void nothingIsShownOrKept() throws IOException {
        var api = person.api();
        seen.add(api.get("/approvals?state=all").ok().toString());
        seen.add(api.get("/operators").ok().toString());
        for (JsonNode batch : api.get("/batches?limit=200").ok().required("batches")) {
            JsonNode whole =
                    api.get("/batches/" + batch.required("id").asText()).ok();
            seen.add(whole.toString());
            for (JsonNode execution : whole.required("executions")) {
                seen.add(new String(person.output(execution, "stdout"), UTF_8));
                seen.add(new String(person.output(execution, "stderr"), UTF_8));
            }
        }
        assertThat(seen).anyMatch(text -> text.contains("[GITHUB_TOKEN]")).allSatisfy(LeakTest::hidesIt);
        List<Path> kept = filesOfTheControlPlane();
        assertThat(kept).hasSizeGreaterThanOrEqualTo(3);
        for (Path each : kept) {
            hidesIt(Files.readString(each, ISO_8859_1));
        }
    }

    @Test
    void whatACommandPrintsIsShownWithoutIt() throws IOException {
        Files.createDirectory(Path.of(file + "-" + SECRET));
        Asked asked = person.asks("cat %1$s; cat %1$s* >&2".formatted(file), "all");
        var streamed = new ByteArrayOutputStream();
        try (var events = person.follows(asked)) {
            person.approves(asked);
            for (Optional<Event> next = events.next(); next.isPresent(); next = events.next()) {
                seen.add(next.get().data());
                if (next.get().type().equals("output")) {
                    streamed.writeBytes(
                            JSON.readTree(next.get().data()).required("data").binaryValue());
                }
                if (next.get().type().equals("end")) {
                    break;
                }
            }
        }
        person.awaitsEnd(asked);

        seen.add(streamed.toString(UTF_8));
        assertThat(streamed.toString(UTF_8)).contains(SHOWN);
        JsonNode execution = person.execution(asked);
        assertThat(person.stdout(execution)).isEqualTo(SHOWN);
        assertThat(execution.required("stdoutSha256").asText())
                .isEqualTo(Digest.of(SHOWN.getBytes(UTF_8)).hex());
        assertThat(new String(person.output(execution, "stderr"), UTF_8))
                .contains(SHOWN + "cat: " + file + "-[GITHUB_TOKEN]: Is a directory");
    }

    @Test
    void aChangeIsShownWithoutItAndMade() throws IOException {
        Path content = Files.writeString(temporary.resolve("content"), "port 81\n");
        Cli.Exit written = does("write", "--from", content.toString(), file.toString());

        assertThat(written.code()).as(written.err()).isZero();
        assertThat(file).hasContent("port 81\n");
        assertThat(person.api().get("/approvals?state=all").ok().required("approvals"))
                .anySatisfy(approval -> assertThat(approval.required("diff").asText())
                        .contains("-port 80\n-the token is [GITHUB_TOKEN] on [IP_ADDR]\n+port 81\n"));
        String version = does("history", file.toString())
                .out()
                .lines()
                .toList()
                .getLast()
                .substring(0, 40);
        assertThat(does("read", "--at", version, file.toString()).out()).isEqualTo(SHOWN);
        assertThat(does("restore", "--to", version, file.toString()).code()).isZero();
        assertThat(file).hasContent(TEXT);
    }

    @Test
    void readingAndListingShowEverythingElse() throws IOException {
        Files.createFile(Path.of(file + "-" + SECRET));

        assertThat(does("read", file.toString()).out()).isEqualTo(SHOWN);
        assertThat(does("list", folder.toString()).out()).contains(file.getFileName() + "-[GITHUB_TOKEN]\n");
    }

    private Cli.Exit does(String verb, String... arguments) {
        var line = new ArrayList<>(List.of(verb, "--on", "web-1", "--approve"));
        line.addAll(List.of(arguments));
        Cli.Exit exit = cli.run("file", line.toArray(String[]::new));
        seen.add(exit.out());
        seen.add(exit.err());
        return exit;
    }

    private static void hidesIt(String text) {
        assertThat(HIDDEN).noneMatch(text::contains);
    }

    private static List<Path> filesOfTheControlPlane() throws IOException {
        try (var files = Files.walk(temporary)) {
            return files.filter(Files::isRegularFile)
                    .filter(each -> each.startsWith(plane.setup().data())
                            || each.getFileName().toString().startsWith("control-plane-"))
                    .toList();
        }
    }
}
