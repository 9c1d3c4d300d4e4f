package ai.dropops.load.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.load.stage.Await;
import ai.dropops.load.stage.Cli;
import ai.dropops.load.stage.ControlPlane;
import ai.dropops.load.stage.Fleet;
import ai.dropops.load.stage.Person;
import ai.dropops.load.stage.RealOperator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Five operators on one host, and one approval for all of them. */
final class FleetTest {
    private static final int SIZE = 5;

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
    void oneApprovalNamesEveryHostAndServesThemAll() {
        var asked = person.asks("pwd -P; echo ok", "all");
        JsonNode approval = person.api().get("/approvals/" + asked.proposalId()).ok();
        person.approves(asked);

        assertThat(person.awaitsEnd(asked).required("state").asText()).isEqualTo("COMPLETED");
        assertThat(approval.required("targetCount").asInt()).isEqualTo(SIZE);
        assertThat(approval.required("targets").findValuesAsText("operatorId"))
                .containsExactlyInAnyOrderElementsOf(
                        fleet.operators().stream().map(RealOperator::id).toList());
        assertThat(person.executions(asked).stream().map(person::stdout).collect(Collectors.toSet()))
                .as("each ran in its own folder")
                .hasSize(SIZE);
        assertThat(person.executions(asked).stream()
                        .map(execution -> execution.required("id").asText()))
                .doesNotHaveDuplicates();
    }

    @Test
    void sequentialStopsAtTheFirstFailureAndTheRestNeverRan() throws IOException {
        Path count = folder.resolve("sequential");
        var asked = person.runs("echo ran >> %s; [ $(wc -l < %s) -lt 2 ]".formatted(count, count), "all");

        var batch = person.awaitsEnd(asked);

        assertThat(batch.required("state").asText()).isEqualTo("STOPPED");
        assertThat(states(asked)).containsExactlyInAnyOrder("FINISHED", "FINISHED", "SKIPPED", "SKIPPED", "SKIPPED");
        assertThat(Files.readAllLines(count)).hasSize(2);
    }

    @Test
    void withoutStoppingEveryHostRunsWhateverFails() throws IOException {
        Path count = folder.resolve("through");
        var asked = person.asks(Person.proposal("echo ran >> %s; exit 1".formatted(count), "all")
                .put("failures", "100%"));
        person.approves(asked);

        var batch = person.awaitsEnd(asked);

        assertThat(batch.required("state").asText()).isEqualTo("FAILED");
        assertThat(batch.required("counts").required("failed").asInt()).isEqualTo(SIZE);
        assertThat(Files.readAllLines(count)).hasSize(SIZE);
    }

    @Test
    void parallelRunsOnAllHostsAtTheSameTime() {
        Path count = folder.resolve("parallel");
        var meet = "echo here >> %s; until [ $(wc -l < %s) -eq %d ]; do sleep 0.05; done".formatted(count, count, SIZE);
        var asked = person.asks(Person.proposal(meet, "all").put("strategy", "parallel"));
        person.approves(asked);

        assertThat(person.awaitsEnd(asked).required("state").asText())
                .as("each waits until all have begun")
                .isEqualTo("COMPLETED");
    }

    @Test
    void equalResultsAreShownTogetherAndTheLineThatDiffersIsMarked() {
        Path taken = folder.resolve("taken");
        var asked = person.asks(Person.proposal(
                        "if mkdir %s 2>/dev/null; then s=late; else s=fine; fi; echo one; echo $s; echo three"
                                .formatted(taken),
                        "all")
                .put("strategy", "parallel"));
        person.approves(asked);
        assertThat(person.awaitsEnd(asked).required("state").asText()).isEqualTo("COMPLETED");
        var cli = new Cli(plane.setup().data());

        var folded = cli.run("results", asked.batchId());
        var table = cli.run("results", asked.batchId(), "--csv");

        assertThat(folded.out().lines().filter(line -> !line.startsWith("===")))
                .containsExactly("  one", "- fine", "+ late", "  three", "one", "fine", "three");
        assertThat(folded.out()
                        .lines()
                        .filter(line -> line.startsWith("==="))
                        .map(line -> line.substring(0, line.indexOf(':'))))
                .containsExactly("=== 1 host", "=== 4 hosts");
        assertThat(table.out()).startsWith("index,name,hostname,");
        assertThat(table.out().lines()).hasSize(1 + SIZE);
    }

    @Test
    void theCommandLinePrintsEachHostUnderItsName() {
        var exit = new Cli(plane.setup().data()).run("run", "--on", "all", "--approve", "--", "echo from here");

        assertThat(exit.code()).isZero();
        assertThat(exit.out().lines().filter(line -> line.equals("from here"))).hasSize(SIZE);
        assertThat(exit.out().lines().filter(line -> !line.equals("from here") && !line.isBlank()))
                .as("headers")
                .hasSizeGreaterThanOrEqualTo(SIZE);
    }

    @Test
    void aSetOfHostsIsFrozenAndHasToBeTheExpectedNumber() {
        String left = fleet.operators().getFirst().id();
        String target = "(all | " + left + ") & os=linux & !os=windows & !" + left;
        var cli = new Cli(plane.setup().data());
        Await.until(
                "every host has told its facts",
                () -> person.api().get("/operators?status=BOUND").ok().findValues("host").stream()
                                .filter(JsonNode::isObject)
                                .count()
                        == SIZE);

        var unexpected = cli.run("run", "--on", target, "--expect", Integer.toString(SIZE), "--approve", "true");
        var asked = person.asks(Person.proposal("true", target).put("expect", SIZE - 1));

        assertThat(unexpected.code()).isEqualTo(2);
        assertThat(unexpected.err()).contains("means " + (SIZE - 1) + " hosts, " + SIZE + " were expected");
        assertThat(person.api()
                        .get("/approvals/" + asked.proposalId())
                        .ok()
                        .required("targets")
                        .findValuesAsText("operatorId"))
                .hasSize(SIZE - 1)
                .doesNotContain(left);
    }

    @Test
    void labelsAndGroupsSayWhichHostsAreMeant() {
        String first = fleet.operators().getFirst().id();
        var cli = new Cli(plane.setup().data());

        assertThat(cli.run("operators", "label", "all", "role=web").code()).isZero();
        assertThat(cli.run("operators", "label", first, "role=db", "zone=eu-1").code())
                .isZero();
        assertThat(cli.run("groups", "set", "spared", "zone=eu-*").code()).isZero();
        var ran = cli.run(
                "run", "--on", "role=web & !@spared", "--expect", Integer.toString(SIZE - 1), "--approve", "true");
        var misspelt = cli.run("run", "--on", "all & !@spraed", "--approve", "true");

        assertThat(ran.err()).as(ran.out()).doesNotContain("expected");
        assertThat(ran.code()).isZero();
        assertThat(misspelt.code()).isEqualTo(2);
        assertThat(misspelt.err()).contains("no group is called 'spraed'");
    }

    @Test
    void onlyWhereItDidNotSucceedIsItTriedAgain() throws IOException {
        Path count = folder.resolve("retried");
        var asked = person.runs("echo ran >> %s; [ $(wc -l < %s) -ne 2 ]".formatted(count, count), "all");
        person.awaitsEnd(asked);

        var again = new Cli(plane.setup().data()).run("retry", asked.batchId(), "--approve");

        assertThat(again.code()).as(again.err()).isZero();
        assertThat(Files.readAllLines(count))
                .as("one of %d had succeeded", SIZE)
                .hasSize(2 + SIZE - 1);
    }

    private static List<String> states(Person.Asked asked) {
        return person.executions(asked).stream()
                .map(execution -> execution.required("state").asText())
                .toList();
    }
}
