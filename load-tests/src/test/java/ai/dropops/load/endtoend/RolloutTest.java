package ai.dropops.load.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.load.stage.Api;
import ai.dropops.load.stage.Await;
import ai.dropops.load.stage.Cli;
import ai.dropops.load.stage.ControlPlane;
import ai.dropops.load.stage.Fleet;
import ai.dropops.load.stage.Person;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Five operators that are reached in waves, and a control plane that may die between two of them. */
final class RolloutTest {
    private static final int SIZE = 5;
    private static final Duration RECOVERY = Duration.ofSeconds(60);
    /** Whoever makes the folder fails, and only the first can. */
    private static final String ONE_OF_THE_SECOND_WAVE_FAILS =
            "echo ran >> %s; [ $(wc -l < %s) -lt 3 ] || ! mkdir %s.failed";

    @TempDir
    static Path folder;

    private static ControlPlane plane;
    private static Fleet fleet;
    private static Person person;

    @BeforeAll
    static void start() {
        plane = ControlPlane.start(ControlPlane.Setup.in(folder));
        fleet = Fleet.enrol(plane, folder, SIZE);
        person = new Person(plane.api());
        fleet.boundTo(person);
    }

    @AfterAll
    static void stop() {
        fleet.close();
        plane.close();
    }

    @Test
    void aFailureInTheSecondWaveKeepsTheThirdFromStarting() {
        var asked = person.asks(rolling(ONE_OF_THE_SECOND_WAVE_FAILS, "failing"));
        JsonNode limits =
                person.api().get("/approvals/" + asked.proposalId()).ok().required("limits");
        person.approves(asked);

        var batch = person.awaitsEnd(asked);

        assertThat(limits.required("atOnce").asInt()).as("40 % of five").isEqualTo(2);
        assertThat(batch.required("state").asText()).isEqualTo("STOPPED");
        assertThat(batch.required("counts").required("skipped").asInt()).isEqualTo(1);
        assertThat(lines("failing")).isEqualTo(4);
    }

    @Test
    void asManyMayFailAsWasApproved() {
        var asked = person.asks(rolling(ONE_OF_THE_SECOND_WAVE_FAILS, "lenient").put("failures", 1));
        person.approves(asked);

        var batch = person.awaitsEnd(asked);

        assertThat(batch.required("state").asText()).isEqualTo("FAILED");
        assertThat(lines("lenient")).isEqualTo(SIZE);
    }

    @Test
    void aCanaryThatFailsIsTheOnlyOneThatRan() {
        Path count = folder.resolve("canary");
        var exit = cli().run(
                        "run",
                        "--on",
                        "all",
                        "--strategy",
                        "canary",
                        "--failures",
                        "100%",
                        "--approve",
                        "--",
                        "echo ran >> " + count + "; exit 1");

        assertThat(exit.code()).as(exit.err()).isEqualTo(1);
        assertThat(exit.err()).contains("stopped: 5 hosts: 0 succeeded, 1 did not", "4 never started");
        assertThat(lines("canary")).isEqualTo(1);
    }

    @Test
    void eachWaveWaitsForAWordThatIsKeptWithItsMemberAndAddress() {
        var asked = person.asks(rolling("echo ran >> %s", "asked").put("askEachWave", true));
        person.approves(asked);
        JsonNode first = awaitsHalt(asked, 1);

        assertThat(first.at("/halt/asks").asBoolean()).isTrue();
        assertThat(first.at("/halt/hosts").asInt()).isEqualTo(2);
        assertThat(lines("asked")).isEqualTo(2);
        assertThat(goesOn(asked, 3).code()).as("a wave nobody asked about").isEqualTo("nothing-to-decide");
        assertThat(cli().run("go-on", asked.batchId()).out()).contains("wave 2 of 3, the next 2 hosts");
        awaitsHalt(asked, 2);
        assertThat(goesOn(asked, 2).status()).as("said twice").isEqualTo(202);
        assertThat(lines("asked")).isEqualTo(4);
        goesOn(asked, 3).ok();

        var batch = person.awaitsEnd(asked);

        assertThat(batch.required("state").asText()).isEqualTo("COMPLETED");
        assertThat(batch.at("/waves/goAheads")).hasSize(2).allSatisfy(word -> {
            assertThat(word.at("/by/name").asText()).isNotEmpty();
            assertThat(word.required("address").asText()).isEqualTo("127.0.0.1");
            assertThat(Instant.parse(word.required("at").asText())).isBefore(Instant.now());
        });
        assertThat(lines("asked")).isEqualTo(SIZE);
    }

    @Test
    void cancelledBetweenTwoWavesNothingMoreStarts() {
        var asked = person.asks(rolling("echo ran >> %s", "cancelled").put("askEachWave", true));
        person.approves(asked);
        awaitsHalt(asked, 1);

        person.api().post("/batches/" + asked.batchId() + "/cancel").ok();

        assertThat(person.awaitsEnd(asked).required("state").asText()).isEqualTo("CANCELLED");
        assertThat(goesOn(asked, 2).code()).isEqualTo("already-ended");
        assertThat(lines("cancelled")).isEqualTo(2);
    }

    @Test
    void killedInAPauseItWaitsForItsEndAndRunsTheRestOnce() {
        var asked = person.asks(rolling("echo ran >> %s", "killed").put("pauseSeconds", 30));
        person.approves(asked);
        Instant until = Instant.parse(awaitsHalt(asked, 1).at("/halt/until").asText());

        plane.kill();
        plane.start();

        JsonNode again = Await.some(
                "the batch is back",
                RECOVERY,
                () -> Optional.of(person.batch(asked).at("/waves/halt")).filter(JsonNode::isObject));
        assertThat(Instant.parse(again.required("until").asText())).isEqualTo(until);
        assertThat(lines("killed")).isEqualTo(2);
        var batch = person.awaitsEnd(asked);
        assertThat(batch.required("state").asText()).isEqualTo("COMPLETED");
        assertThat(lines("killed")).isEqualTo(SIZE);
        assertThat(person.executions(asked).stream()
                        .filter(execution -> execution.required("index").asInt() == 2)
                        .map(execution ->
                                Instant.parse(execution.required("startedAt").asText())))
                .as("not before the pause was over, by the clock both sides share here")
                .allSatisfy(began -> assertThat(began).isAfterOrEqualTo(until));
    }

    @Test
    void pausesThatOutlastThePermitAreRefusedBeforeAnybodyIsAsked() {
        var reply = person.api()
                .post(
                        "/proposals",
                        rolling("true # %s", "slow").put("pauseSeconds", 3600).put("validSeconds", 7200));

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.code()).isEqualTo("too-slow");
    }

    @Test
    void whatGoesWithNoStrategyIsRefused() {
        var sequential =
                person.api().post("/proposals", Person.proposal("true", "all").put("atOnce", 2));
        var share = person.api()
                .post(
                        "/proposals",
                        Person.proposal("true", "all")
                                .put("strategy", "rolling")
                                .put("atOnce", "101%"));

        assertThat(sequential.status()).isEqualTo(400);
        assertThat(sequential.body().required("detail").asText()).contains("use rolling or parallel");
        assertThat(share.status()).isEqualTo(400);
        assertThat(share.body().required("detail").asText()).contains("at most 100%");
    }

    /** {@code command} with the path of file {@code name} put in, rolling by two fifths. */
    private static ObjectNode rolling(String command, String name) {
        return Person.proposal(command.replace("%s", folder.resolve(name).toString()), "all")
                .put("strategy", "rolling")
                .put("atOnce", "40%");
    }

    /** How the batch's waves stand once it halts after {@code wave}. */
    private static JsonNode awaitsHalt(Person.Asked asked, int wave) {
        Await.until("it halts after wave " + wave, () -> {
            JsonNode waves = person.batch(asked).required("waves");
            return waves.required("begun").asInt() == wave
                    && waves.required("halt").isObject();
        });
        return person.batch(asked).required("waves");
    }

    private static Api.Reply goesOn(Person.Asked asked, int wave) {
        return person.api().post("/batches/" + asked.batchId() + "/go-on", Api.json("wave", wave));
    }

    private static Cli cli() {
        return new Cli(plane.setup().data());
    }

    private static int lines(String name) {
        Path file = folder.resolve(name);
        try {
            return Files.exists(file) ? Files.readAllLines(file).size() : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
