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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of three real hosts, changed by one batch and taken back by one proposal. */
final class UndoBatchTest {
    private static final int HOSTS = 3;
    private static final String OLD = "host a\nport 80\n";
    private static final String NEW = "host a\nport 81\n";

    @TempDir
    static Path temporary;

    private static final List<RealOperator> OPERATORS = new ArrayList<>();
    private static final List<Path> FILES = new ArrayList<>();
    private static Path path;
    private static ControlPlane plane;
    private static Person person;

    @BeforeAll
    static void start() throws IOException {
        Path folder = temporary.toRealPath();
        Path place = Files.createDirectory(folder.resolve("srv"));
        path = place.resolve("app.conf");
        plane = ControlPlane.start(ControlPlane.Setup.in(folder));
        person = new Person(plane.api());
        for (int host = 1; host <= HOSTS; host++) {
            Path own = Files.createDirectory(folder.resolve("srv-" + host));
            FILES.add(own.resolve("app.conf"));
            OPERATORS.add(RealOperator.enrolWith(
                    own, place, plane, "web-" + host, Files.createDirectory(folder.resolve("operator-" + host))));
        }
        OPERATORS.forEach(operator -> person.binds(operator.id()));
    }

    @AfterAll
    static void stop() {
        OPERATORS.forEach(RealOperator::close);
        plane.close();
    }

    @BeforeEach
    void write() throws IOException {
        for (Path file : FILES) {
            Files.writeString(file, OLD);
        }
    }

    @Test
    void aBatchIsTakenBackOnAllItsHostsByOneProposal() {
        Asked changed = changes();
        assertThat(FILES).allSatisfy(file -> assertThat(file).hasContent(NEW));

        JsonNode reply = undo(changed.batchId());
        JsonNode approval = reply.required("proposal");
        assertThat(approval.required("state").asText()).isEqualTo("PENDING");
        assertThat(approval.required("targetCount").asInt()).isEqualTo(HOSTS);
        assertThat(approval.required("diff").asText()).contains("-port 81\n+port 80\n");
        assertThat(approval.at("/effects/0").asText()).isEqualTo("takes back what was changed in " + path);
        assertThat(approval.at("/action/command").asText()).isEqualTo("undo " + changed.batchId() + ": " + path);
        assertThat(reply.path("leftOut")).isEmpty();
        assertThat(FILES).allSatisfy(file -> assertThat(file).hasContent(NEW));

        Asked undone = carriedOut(reply);
        assertThat(person.batch(undone).required("state").asText()).isEqualTo("COMPLETED");
        assertThat(FILES).allSatisfy(file -> assertThat(file).hasContent(OLD));

        carriedOut(undo(undone.batchId()));
        assertThat(FILES).allSatisfy(file -> assertThat(file).hasContent(NEW));
    }

    @Test
    void aFileThatSomebodyHasChangedSinceStaysAndIsNamed() throws IOException {
        Asked changed = changes();
        Files.writeString(FILES.get(1), "changed by hand\n");

        Asked undone = carriedOut(undo(changed.batchId()));
        assertThat(person.batch(undone).at("/counts/succeeded").asInt()).isEqualTo(2);
        JsonNode failed = person.executions(undone).stream()
                .filter(each -> each.required("exitCode").asInt() == 1)
                .findFirst()
                .orElseThrow();
        assertThat(failed.required("operatorId").asText())
                .isEqualTo(OPERATORS.get(1).id());
        assertThat(new String(person.output(failed, "stderr"), UTF_8)).startsWith(path + ": conflict: ");
        assertThat(FILES.get(0)).hasContent(OLD);
        assertThat(FILES.get(1)).hasContent("changed by hand\n");
        assertThat(FILES.get(2)).hasContent(OLD);
    }

    @Test
    void hostsWhereNothingWasChangedAreLeftOutByName() throws IOException {
        Files.writeString(FILES.get(2), "another one\n");
        Asked changed = changes();
        assertThat(person.batch(changed).at("/counts/failed").asInt()).isEqualTo(1);

        JsonNode reply = undo(changed.batchId());
        assertThat(reply.required("leftOut")).hasSize(1);
        assertThat(reply.at("/leftOut/0/name").asText()).isEqualTo("web-3");
        assertThat(reply.at("/proposal/targetCount").asInt()).isEqualTo(2);
        carriedOut(reply);
        assertThat(FILES.get(0)).hasContent(OLD);
        assertThat(FILES.get(2)).hasContent("another one\n");
    }

    @Test
    void whatACommandDidToTheFilesItNamesIsTakenBackToo() {
        Path made = path.resolveSibling("made");
        Asked command = person.runs("sed -i s/80/81/ " + path + " && cp " + path + " " + made, "all");
        person.awaitsEnd(command);
        assertThat(FILES).allSatisfy(file -> assertThat(file).hasContent(NEW));

        JsonNode reply = undo(command.batchId());
        assertThat(reply.at("/proposal/targetCount").asInt()).isEqualTo(HOSTS);
        assertThat(reply.at("/proposal/effects").toString()).contains(path.toString(), made.toString());
        Asked undone = carriedOut(reply);
        assertThat(person.batch(undone).required("state").asText()).isEqualTo("COMPLETED");
        assertThat(FILES).allSatisfy(file -> assertThat(file).hasContent(OLD));
        assertThat(FILES)
                .allSatisfy(file -> assertThat(file.resolveSibling("made")).doesNotExist());
    }

    @Test
    void aCommandThatNamesNoFileCannotBeTakenBack() {
        Asked command = person.runs("true", "all");
        person.awaitsEnd(command);
        var refused = person.api().post("/batches/" + command.batchId() + "/undo", Api.json());
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("nothing-to-undo");
    }

    @Test
    void theCommandLineTakesBackInOneGo() {
        Asked changed = changes();
        var undone =
                new Cli(plane.setup().data()).run("undo", "--approve", "--reason", "wrong port", changed.batchId());
        assertThat(undone.code()).as(undone.out() + undone.err()).isZero();
        assertThat(FILES).allSatisfy(file -> assertThat(file).hasContent(OLD));
    }

    private static Asked changes() {
        var write =
                Api.json("type", "write-file", "path", path.toString(), "content", base64(NEW), "base", base64(OLD));
        return carriedOut(person.api()
                .post("/proposals", Api.json("action", write, "targets", "all", "strategy", "parallel"))
                .ok());
    }

    private static JsonNode undo(String batch) {
        return person.api().post("/batches/" + batch + "/undo", Api.json()).ok();
    }

    private static Asked carriedOut(JsonNode reply) {
        Asked asked = Asked.of(reply);
        person.approves(asked);
        person.awaitsEnd(asked);
        return asked;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
}
