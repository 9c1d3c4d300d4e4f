package ai.dropops.load.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.load.stage.Api;
import ai.dropops.load.stage.Cli;
import ai.dropops.load.stage.ControlPlane;
import ai.dropops.load.stage.Person;
import ai.dropops.load.stage.Person.Asked;
import ai.dropops.load.stage.RealOperator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of a real host: read, shown as a difference, changed once that is approved, and brought back. */
final class FilesTest {
    private static final String OLD = "host a\nport 80\n";
    private static final String NEW = "host a\nport 81\n";

    @TempDir
    static Path temporary;

    private static Path folder;
    private static ControlPlane plane;
    private static RealOperator operator;
    private static Person person;

    private Path file;

    @BeforeAll
    static void start() throws IOException {
        folder = Files.createDirectory(temporary.toRealPath().resolve("srv"));
        plane = ControlPlane.start(ControlPlane.Setup.in(temporary));
        operator = RealOperator.enrol(plane, "web-1", Files.createDirectory(temporary.resolve("operator")));
        person = new Person(plane.api());
        person.binds(operator.id());
    }

    @AfterAll
    static void stop() {
        operator.close();
        plane.close();
    }

    @BeforeEach
    void write() throws IOException {
        file = Files.createTempFile(folder, "app", ".conf");
        Files.writeString(file, OLD);
    }

    @Test
    void aChangeIsShownBeforeItIsMadeAndCanBeTakenBack() {
        JsonNode reply = propose(writing(NEW, OLD));
        JsonNode approval = reply.required("proposal");
        assertThat(approval.required("state").asText()).isEqualTo("PENDING");
        assertThat(approval.required("diff").asText())
                .isEqualTo("--- a%1$s\n+++ b%1$s\n@@ -1,2 +1,2 @@\n host a\n-port 80\n+port 81\n".formatted(file));
        assertThat(approval.at("/effects/0").asText()).isEqualTo("writes " + file);
        assertThat(approval.at("/action/command").asText()).isEqualTo("write " + file);
        assertThat(file).hasContent(OLD);

        JsonNode execution = carriedOut(reply);
        assertThat(execution.required("exitCode").asInt()).isZero();
        assertThat(file).hasContent(NEW);
        assertThat(person.stdout(execution)).contains("ledger: before ").contains(", after ");

        List<String> versions = person.stdout(done(action("file-history")))
                .lines()
                .map(line -> line.substring(0, 40))
                .toList();
        assertThat(versions).hasSize(2);
        assertThat(operator.folder().resolve(".dropops/data/ledger/refs/heads/main"))
                .hasContent(versions.getFirst());
        String first = person.stdout(done(action("read-file").put("version", versions.getLast())));
        assertThat(first).isEqualTo(OLD);

        var restore = action("restore-file")
                .put("version", versions.getLast())
                .put("content", base64(first))
                .put("base", base64(NEW));
        JsonNode restoring = propose(restore);
        assertThat(restoring.at("/proposal/diff").asText()).contains("-port 81\n+port 80\n");
        assertThat(carriedOut(restoring).required("exitCode").asInt()).isZero();
        assertThat(file).hasContent(OLD);

        assertThat(done(action("delete-file").put("base", base64(OLD)))
                        .required("exitCode")
                        .asInt())
                .isZero();
        assertThat(file).doesNotExist();
    }

    @Test
    void aChangeOfSomethingElseThanWasShownIsRefusedByTheHost() throws IOException {
        JsonNode reply = propose(writing(NEW, OLD));
        Files.writeString(file, "changed by somebody\n");
        JsonNode execution = carriedOut(reply);
        assertThat(execution.required("exitCode").asInt()).isEqualTo(1);
        assertThat(new String(person.output(execution, "stderr"), UTF_8)).startsWith("conflict: ");
        assertThat(file).hasContent("changed by somebody\n");
    }

    @Test
    void nothingIsReachedThroughALink() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/etc/passwd"));
        String accounts = Files.readString(link);
        var write = Api.json("type", "write-file", "path", link.toString())
                .put("content", base64("x"))
                .put("base", base64(accounts));
        JsonNode execution = carriedOut(propose(write));
        assertThat(execution.required("exitCode").asInt()).isEqualTo(1);
        assertThat(Path.of("/etc/passwd")).hasContent(accounts);
    }

    @Test
    void protectedPathsAreRefusedBeforeAnybodyIsAsked() {
        for (String path : List.of("/etc/passwd", operator.folder() + "/.dropops/data/dropops.db")) {
            var write = Api.json("type", "write-file", "path", path, "content", base64("x"));
            var reply = person.api().post("/proposals", Api.json("action", write, "targets", "all"));
            assertThat(reply.status()).isEqualTo(422);
            assertThat(reply.code()).isEqualTo("denied-by-guard");
        }
    }

    @Test
    void theCommandLineWritesReadsAndDeletes() throws IOException {
        var cli = new Cli(plane.setup().data());
        Path content = Files.writeString(temporary.resolve("content"), NEW);
        var written =
                cli.run("file", "write", "--on", "web-1", "--approve", "--from", content.toString(), file.toString());
        assertThat(written.code()).as(written.err()).isZero();
        assertThat(file).hasContent(NEW);
        assertThat(cli.run("file", "read", "--on", "web-1", "--approve", file.toString())
                        .out())
                .isEqualTo(NEW);
        assertThat(cli.run("file", "list", "--on", "web-1", "--approve", folder.toString())
                        .out())
                .contains(file.getFileName().toString());
        String version = cli.run("file", "history", "--on", "web-1", "--approve", file.toString())
                .out()
                .lines()
                .toList()
                .getLast()
                .substring(0, 40);
        assertThat(cli.run("file", "diff", "--on", "web-1", "--from", version, file.toString())
                        .out())
                .contains("-port 80\n+port 81\n");
        assertThat(cli.run("file", "delete", "--on", "web-1", "--approve", file.toString())
                        .code())
                .isZero();
        assertThat(file).doesNotExist();
        var restored = cli.run("file", "restore", "--on", "web-1", "--approve", "--to", version, file.toString());
        assertThat(restored.code()).as(restored.err()).isZero();
        assertThat(file).hasContent(OLD);
    }

    private ObjectNode action(String type) {
        return Api.json("type", type, "path", file.toString());
    }

    private ObjectNode writing(String content, String base) {
        return action("write-file").put("content", base64(content)).put("base", base64(base));
    }

    private static JsonNode done(ObjectNode action) {
        return carriedOut(propose(action));
    }

    private static JsonNode propose(ObjectNode action) {
        return person.api()
                .post("/proposals", Api.json("action", action, "targets", "all"))
                .ok();
    }

    /** The execution of what was proposed, approved where that is asked for. */
    private static JsonNode carriedOut(JsonNode reply) {
        Asked asked = Asked.of(reply);
        person.approves(asked);
        person.awaitsEnd(asked);
        return person.execution(asked);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
}
