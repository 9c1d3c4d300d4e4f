package ai.dropops.web.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.cluster.batch.Progress;
import ai.dropops.cluster.operator.OutputChunk;
import ai.dropops.persistence.view.BatchStatus;
import ai.dropops.persistence.view.ExecutionRow;
import ai.dropops.persistence.view.ExecutionStatus;
import ai.dropops.protocol.action.Volume;
import ai.dropops.protocol.identity.BatchId;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.wire.Frame.OutputEnd.Reason;
import ai.dropops.protocol.wire.Stream;
import ai.dropops.web.server.Events.Event;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.pekko.stream.javadsl.Source;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The results of many hosts: equal ones together, what differs in them, and all of them for other programs. */
final class ResultsTest {
    private static final String USUAL = "a\nb\nc\nd\ne\nf\ng\nh\ni\n";

    @TempDir
    static Path temporary;

    private static Stage stage;
    private static Browser owner;

    @BeforeAll
    static void open() {
        stage = new Stage(temporary);
        owner = stage.owner();
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @Test
    void equalResultsAreTogetherAndWhatIsUnusualComesFirst() {
        BatchId batch = sixHosts();

        JsonNode folds = owner.get("/api/v1/batches/" + batch + "/folds").json();

        assertThat(folds.path("hosts").asInt()).isEqualTo(6);
        assertThat(folds.path("ended").asInt()).isEqualTo(6);
        assertThat(folds.path("distinct").asInt()).isEqualTo(3);
        assertThat(summary(folds)).containsExactly("1 exited 3: host-5", "1 exited 0: host-4", "4 exited 0: host-0");
        assertThat(folds.path("usual").asText())
                .isEqualTo(stage.executions(batch).getFirst().id().value());
        assertThat(folds.path("folds").path(2).path("hosts")).hasSize(4);
        assertThat(folds.path("folds").path(2).path("stdoutSha256").asText())
                .isEqualTo(Digest.of(USUAL.getBytes(UTF_8)).hex());
    }

    @Test
    void aReaderThatAsksIsToldTheFoldsAsTheyGrowAndBeforeTheEnd() {
        BatchId batch = stage.batch("uptime", 2, BatchStatus.RUNNING, ExecutionStatus.WAITING);
        List<ExecutionRow> executions = stage.executions(batch);
        try (var events = Events.open(owner.request("/api/v1/batches/" + batch + "/events?live=0&folds=true"))) {
            assertThat(events.next().orElseThrow().name()).isEqualTo("batch");
            StreamsTest.await(() -> stage.watchers() > 0);
            stage.tell(new Progress.ExecutionsChanged(List.of(ended(executions.getFirst(), 0, "up"))));

            var first = events.until(event -> event.name().equals("folds")).getLast();
            assertThat(first.data().path("ended").asInt()).isEqualTo(1);

            stage.tell(new Progress.ExecutionsChanged(List.of(ended(executions.getLast(), 0, "up"))));
            stage.tell(new Progress.Ended(Stage.row(batch, BatchStatus.COMPLETED)));
            var rest = events.until(event -> event.name().equals("end"));
            Event last = rest.stream()
                    .filter(event -> event.name().equals("folds"))
                    .reduce((_, later) -> later)
                    .orElseThrow();
            assertThat(summary(last.data())).containsExactly("2 exited 0: host-0");
        }
    }

    @Test
    void whoDoesNotAskIsNotToldFolds() {
        BatchId batch = sixHosts();

        try (var events = Events.open(owner.request("/api/v1/batches/" + batch + "/events?live=0"))) {
            assertThat(events.until(event -> event.name().equals("end")))
                    .extracting(Event::name)
                    .containsExactly("batch", "end");
        }
        assertThat(owner.get("/api/v1/batches/" + batch + "/events?folds=yes").code())
                .isEqualTo("invalid-parameter");
    }

    @Test
    void theLinesThatDifferAreMarked() {
        String differing = USUAL.replace("h\n", "x\n");
        host(0, USUAL);
        host(4, differing);
        BatchId batch = sixHosts();

        JsonNode difference = difference(batch, 4, 0).json();

        assertThat(difference.path("stderr").path("likeness").asText()).isEqualTo("SAME");
        assertThat(difference.path("stdout").path("likeness").asText()).isEqualTo("SIMILAR");
        assertThat(StreamSupport.stream(difference.path("stdout").path("lines").spliterator(), false)
                        .map(line -> line.path("kind").asText() + " "
                                + line.path("text").asText()))
                .containsExactly(
                        "LEFT_OUT 4 equal lines", "SAME e", "SAME f", "SAME g", "REMOVED h", "ADDED x", "SAME i");
    }

    @Test
    void whatCannotBeComparedIsRefusedWithAReason() {
        stage.disconnect(Stage.operator(0));
        BatchId batch = sixHosts();
        BatchId running = stage.batch("sleep", 2, BatchStatus.RUNNING, ExecutionStatus.RUNNING);

        assertThat(difference(batch, 4, 0).code()).isEqualTo("host-unreachable");
        assertThat(difference(running, 1, 0).code()).isEqualTo("not-ended");
        assertThat(owner.get(execution(batch, 4) + "/difference").code()).isEqualTo("invalid-parameter");
    }

    @Test
    void theResultOfEveryHostIsALineOfJson() throws JsonProcessingException {
        BatchId batch = sixHosts();

        var got = owner.get("/api/v1/batches/" + batch + "/results").response();

        assertThat(got.headers().firstValue("Content-Type")).contains("application/x-ndjson");
        var lines = new ArrayList<JsonNode>();
        for (String line : got.body().split("\n", -1)) {
            lines.add(line.isEmpty() ? null : new ObjectMapper().readTree(line));
        }
        assertThat(lines).hasSize(7).last().isNull();
        assertThat(lines.get(5).path("hostname").asText()).isEqualTo("host-5");
        assertThat(lines.get(5).path("exitCode").asInt()).isEqualTo(3);
        assertThat(lines.get(5).path("labels").isObject()).isTrue();
    }

    @Test
    void aSpreadsheetTakesNothingOfTheResultsForAFormula() {
        BatchId batch = stage.batch("uptime", 1, BatchStatus.RUNNING, ExecutionStatus.WAITING);
        ExecutionRow row = stage.executions(batch).getFirst();
        write(new ExecutionRow(
                row.id(),
                row.batch(),
                row.index(),
                row.operator(),
                row.hostname(),
                row.name(),
                ExecutionStatus.REFUSED,
                null,
                null,
                null,
                null,
                null,
                "=HYPERLINK(\"http://evil\",\"a, b\")"));

        var got = owner.get("/api/v1/batches/" + batch + "/results?format=csv").response();

        assertThat(got.headers().firstValue("Content-Type")).contains("text/csv; charset=UTF-8");
        assertThat(got.headers().firstValue("Content-Disposition").orElseThrow())
                .contains("attachment", batch + ".csv");
        assertThat(got.body().lines()).hasSize(2).first().asString().startsWith("index,name,hostname,labels,state,");
        assertThat(got.body()).contains("\"'=HYPERLINK(\"\"http://evil\"\",\"\"a, b\"\")\"");
        assertThat(owner.get("/api/v1/batches/" + batch + "/results?format=xls").code())
                .isEqualTo("invalid-parameter");
    }

    @Test
    void nothingOfItIsShownToAnotherWorkspace() {
        BatchId batch = sixHosts();
        var stranger = stage.stranger();

        for (String path : List.of(
                "/api/v1/batches/" + batch + "/folds",
                "/api/v1/batches/" + batch + "/results",
                execution(batch, 4) + "/difference?from="
                        + stage.executions(batch).getFirst().id())) {
            assertThat(stranger.get(path).status()).as(path).isEqualTo(404);
        }
    }

    /** Four that say the same, one that says something else, one that fails. */
    private static BatchId sixHosts() {
        BatchId batch = stage.batch("uptime", 6, BatchStatus.COMPLETED, ExecutionStatus.WAITING);
        List<ExecutionRow> rows = stage.executions(batch);
        for (ExecutionRow row : rows) {
            boolean fails = row.index() == 5;
            write(ended(row, fails ? 3 : 0, row.index() == 4 ? USUAL.replace("h\n", "x\n") : USUAL));
        }
        return batch;
    }

    private static void write(ExecutionRow row) {
        stage.views.writer().write(group -> group.add(row));
        stage.views.flushed().toCompletableFuture().join();
    }

    private static ExecutionRow ended(ExecutionRow row, int exitCode, String stdout) {
        byte[] bytes = stdout.getBytes(UTF_8);
        return new ExecutionRow(
                row.id(),
                row.batch(),
                row.index(),
                row.operator(),
                row.hostname(),
                row.name(),
                ExecutionStatus.FINISHED,
                exitCode,
                row.startedAt(),
                row.finishedAt(),
                new Volume(bytes.length, Digest.of(bytes)),
                Volume.NONE,
                "");
    }

    private static void host(int index, String stdout) {
        var chunks = List.<OutputChunk>of(
                new OutputChunk.Data(Stream.STDOUT, 0, Bytes.wrap(stdout.getBytes(UTF_8))),
                new OutputChunk.End(Reason.COMPLETE));
        stage.connect(Stage.operator(index), (_, _) -> Source.from(chunks));
    }

    private static Browser.Got difference(BatchId batch, int index, int from) {
        return owner.get(execution(batch, index) + "/difference?from="
                + stage.executions(batch).get(from).id());
    }

    private static String execution(BatchId batch, int index) {
        return "/api/v1/executions/" + stage.executions(batch).get(index).id();
    }

    private static List<String> summary(JsonNode folds) {
        return StreamSupport.stream(folds.path("folds").spliterator(), false)
                .map(fold -> fold.path("count").asInt() + " exited "
                        + fold.path("exitCode").asInt() + ": "
                        + fold.path("hosts").path(0).path("hostname").asText())
                .toList();
    }
}
