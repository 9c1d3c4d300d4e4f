package ai.dropops.load.endtoend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.load.stage.Api;
import ai.dropops.load.stage.Await;
import ai.dropops.load.stage.Cli;
import ai.dropops.load.stage.ControlPlane;
import ai.dropops.load.stage.Fleet;
import ai.dropops.load.stage.Person;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that is kept of a workspace, taken along and then erased. */
final class DataRightsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MARK = "umbrella-4711";

    @TempDir
    static Path folder;

    @Test
    void aWorkspaceIsTakenAlongAndErasedToTheLastByte() throws Exception {
        var plane = ControlPlane.start(ControlPlane.Setup.in(folder));
        var fleet = Fleet.enrol(plane, folder, 2);
        try (fleet) {
            var person = new Person(plane.api());
            fleet.boundTo(person);
            var asked = person.runs("printf " + MARK + " > /dev/null", "all");
            person.awaitsEnd(asked);
            var denied = person.asks("touch /tmp/" + MARK, "all");
            person.api()
                    .post("/approvals/" + denied.proposalId() + "/deny", Api.json("feedback", "not " + MARK))
                    .ok();
            JsonNode me = person.api().get("/me").ok();

            List<JsonNode> lines = withTraffic(plane);
            assertThat(lines.getFirst().required("format").asText()).isEqualTo("dropops/export/1");
            assertThat(lines.getLast().required("rows").asInt()).isEqualTo(lines.size() - 2);
            assertThat(tables(lines))
                    .contains("event_journal", "operator", "approval", "batch", "proposal", "execution", "receipt")
                    .contains("member", "workspace", "command_line_key", "secret", "traffic", "transmission");
            assertThat(of(lines, "proposal").map(JsonNode::toString))
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(line).contains(MARK));
            assertThat(of(lines, "approval").map(line -> line.path("feedback").asText()))
                    .contains("not " + MARK);
            assertThat(of(lines, "secret"))
                    .allSatisfy(line -> assertThat(line.has("wrapped")).isFalse());
            String member = me.at("/member/id").asText();
            List<JsonNode> mine = exported(plane, "mine.jsonl", "--member", member);
            assertThat(mine).hasSizeBetween(4, lines.size() - 1);
            assertThat(mine.subList(1, mine.size() - 1))
                    .allSatisfy(line -> assertThat(line.toString()).contains(member));

            var cli = new Cli(plane.setup().data());
            assertThat(cli.run("workspace", "delete", "--confirm", "another").code())
                    .isNotZero();
            assertThat(person.api().get("/operators").ok().required("operators"))
                    .hasSize(2);
            String name = me.at("/workspace/name").asText();
            var deleted = cli.run("workspace", "delete", "--confirm", name);
            assertThat(deleted.out()).as(deleted.err()).contains("erased ").contains(" rows of " + name);
            Await.until("the control plane ends", () -> !plane.process().isAlive());

            String left = bytes(plane.setup().data());
            assertThat(left).contains(me.at("/workspace/id").asText());
            assertThat(left)
                    .doesNotContain(MARK, member, me.at("/session/id").asText(), asked.proposalId(), asked.batchId());
            assertThat(fleet.operators())
                    .allSatisfy(operator -> assertThat(left).doesNotContain(operator.id()));

            plane.start();
            var anew = new Person(plane.api());
            assertThat(anew.api().get("/me").ok().at("/workspace/id")).isNotEqualTo(me.at("/workspace/id"));
            assertThat(anew.operators()).isEmpty();
            assertThat(anew.api().get("/batches").ok().required("batches")).isEmpty();
        } finally {
            plane.close();
        }
    }

    private static List<JsonNode> exported(ControlPlane plane, String file, String... more) throws IOException {
        Path out = folder.resolve(file);
        var arguments = Stream.concat(Stream.of("export", "--out", out.toString()), Stream.of(more))
                .toArray(String[]::new);
        var ran = new Cli(plane.setup().data()).run("workspace", arguments);
        assertThat(ran.code()).as(ran.err()).isZero();
        return Files.readAllLines(out).stream().map(DataRightsTest::json).toList();
    }

    /** What was transmitted is written down seconds after it was. */
    private static List<JsonNode> withTraffic(ControlPlane plane) {
        var tries = new AtomicInteger();
        return Await.some("what was transmitted is exported", Await.LIMIT, () -> {
            try {
                List<JsonNode> lines = exported(plane, "export-" + tries.incrementAndGet() + ".jsonl");
                return Optional.of(lines).filter(all -> tables(all).containsAll(List.of("traffic", "transmission")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> tables(List<JsonNode> lines) {
        return lines.stream().map(line -> line.path("table").asText()).collect(Collectors.toSet());
    }

    private static Stream<JsonNode> of(List<JsonNode> lines, String table) {
        return lines.stream().filter(line -> line.path("table").asText().equals(table));
    }

    /** Every byte of the control plane's database, its log of writes included. */
    private static String bytes(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(file -> file.getFileName().toString().contains(".db"))
                    .map(DataRightsTest::content)
                    .collect(Collectors.joining());
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file, ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
