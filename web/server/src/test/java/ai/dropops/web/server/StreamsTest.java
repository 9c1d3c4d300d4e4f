package ai.dropops.web.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.cluster.batch.Progress;
import ai.dropops.cluster.operator.OutputChunk;
import ai.dropops.persistence.view.BatchStatus;
import ai.dropops.persistence.view.ExecutionRow;
import ai.dropops.persistence.view.ExecutionStatus;
import ai.dropops.protocol.identity.BatchId;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.wire.Frame.OutputEnd.Reason;
import ai.dropops.protocol.wire.Stream;
import ai.dropops.web.server.Events.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.apache.pekko.stream.javadsl.Source;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches and their output as browsers follow them, with hosts that come, go and say what a test wants. */
final class StreamsTest {
    private static final int ROUNDS = 20;

    private static final int PIECE = 64 * 1024;

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
    void aFinishedBatchIsToldWithItsOutputAndEnds() {
        host(0, "hello\n");
        BatchId batch = stage.batch("echo hello", 1, BatchStatus.COMPLETED, ExecutionStatus.FINISHED);

        var events = follow(batch, "").until(event -> event.name().equals("end"));

        assertThat(events).extracting(Event::name).containsExactly("batch", "output", "end");
        assertThat(events.getFirst().data().path("command").asText()).isEqualTo("echo hello");
        assertThat(events.getFirst().data().path("executions").size()).isEqualTo(1);
        assertThat(text(events)).isEqualTo("hello\n");
        assertThat(events.get(1).id()).isEqualTo("0:6:0");
        assertThat(events.getLast().data().path("state").asText()).isEqualTo("COMPLETED");
    }

    @Test
    void aBatchIsToldAsItRuns() {
        host(0, "one\n");
        BatchId batch = stage.batch("echo one", 1, BatchStatus.WAITING, ExecutionStatus.WAITING);
        ExecutionRow execution = stage.executions(batch).getFirst();

        try (var events = follow(batch, "")) {
            assertThat(events.next().orElseThrow().data().path("state").asText())
                    .isEqualTo("WAITING");
            await(() -> stage.watchers() > 0);
            stage.tell(new Progress.Changed(Stage.row(batch, BatchStatus.RUNNING)));
            stage.tell(new Progress.ExecutionsChanged(List.of(Stage.in(execution, ExecutionStatus.RUNNING))));
            var running = events.until(event -> event.name().equals("output"));
            stage.tell(new Progress.ExecutionsChanged(List.of(Stage.in(execution, ExecutionStatus.FINISHED))));
            stage.tell(new Progress.Ended(Stage.row(batch, BatchStatus.COMPLETED)));
            var rest = events.until(event -> event.name().equals("end"));

            assertThat(running).extracting(Event::name).containsExactly("batch", "execution", "output");
            assertThat(text(running)).isEqualTo("one\n");
            assertThat(rest).extracting(Event::name).containsExactly("execution", "batch", "end");
            assertThat(rest.getLast().data().path("state").asText()).isEqualTo("COMPLETED");
        }
        await(() -> stage.watchers() == 0);
    }

    @Test
    void aReaderThatComesBackGoesOnWhereItWas() {
        host(0, "0123456789");
        BatchId batch = stage.batch("printf 0123456789", 1, BatchStatus.COMPLETED, ExecutionStatus.FINISHED);

        assertThat(text(follow(batch, "0:4:0").until(event -> event.name().equals("end"))))
                .isEqualTo("456789");
        assertThat(text(follow(batch, "0:10:0").until(event -> event.name().equals("end"))))
                .isEmpty();
        assertThat(owner.get("/api/v1/batches/" + batch + "/events?from=nonsense")
                        .code())
                .isEqualTo("invalid-parameter");
    }

    @Test
    void outputIsReadAlsoWhileTheRowThatSaysItIsThereIsStillBeingWritten() {
        host(0, "hello\n");
        for (int round = 0; round < ROUNDS; round++) {
            BatchId batch = stage.batch("echo hello", 1, BatchStatus.RUNNING, ExecutionStatus.DISPATCHED);
            ExecutionRow ended = Stage.in(stage.executions(batch).getFirst(), ExecutionStatus.FINISHED);
            stage.views.writer().write(group -> group.add(ended));

            assertThat(output(batch, "")).isEqualTo("hello\n");
        }
    }

    @Test
    void whatHasNotBegunHasPrintedNothingWhereverItsHostIs() {
        for (var state : List.of(ExecutionStatus.WAITING, ExecutionStatus.DISPATCHED)) {
            assertThat(output(stage.batch("echo hello", 1, BatchStatus.RUNNING, state), ""))
                    .as(state.name())
                    .isEmpty();
        }
    }

    @Test
    void aLostLinkIsReadOnFromWhereItBroke() {
        var opened = new AtomicInteger();
        stage.connect(Stage.operator(0), (out, _) -> {
            opened.incrementAndGet();
            var rest = pieces("0123456789".substring(out.intValue()), out);
            return out == 0 ? Source.from(List.of(chunk("0123", 0))) : rest;
        });
        BatchId batch = stage.batch("printf", 1, BatchStatus.COMPLETED, ExecutionStatus.FINISHED);

        assertThat(text(follow(batch, "").until(event -> event.name().equals("end"))))
                .isEqualTo("0123456789");
        assertThat(opened).hasValue(2);
    }

    @Test
    void outputThatCannotBeHadDoesNotKeepABatchFromEnding() {
        stage.disconnect(Stage.operator(0));
        BatchId batch = stage.batch("echo", 1, BatchStatus.FAILED, ExecutionStatus.INTERRUPTED);

        assertThat(follow(batch, "").until(event -> event.name().equals("end")))
                .extracting(Event::name)
                .containsExactly("batch", "end");
    }

    @Test
    void aHostThatCutsEveryReaderOffIsGivenUp() {
        var opened = new AtomicInteger();
        stage.connect(Stage.operator(0), (_, _) -> {
            opened.incrementAndGet();
            return Source.empty();
        });
        BatchId batch = stage.batch("echo", 1, BatchStatus.COMPLETED, ExecutionStatus.FINISHED);

        assertThat(follow(batch, "").until(event -> event.name().equals("end")))
                .extracting(Event::name)
                .containsExactly("batch", "end");
        assertThat(opened).hasValue(3);
    }

    @Test
    void onlyTheFirstExecutionsAreReadLive() {
        for (int i = 0; i < 3; i++) {
            host(i, "out" + i);
        }
        BatchId batch = stage.batch("echo", 3, BatchStatus.COMPLETED, ExecutionStatus.FINISHED);

        var events = Events.open(owner.request("/api/v1/batches/" + batch + "/events?live=2"))
                .until(event -> event.name().equals("end"));

        assertThat(events.stream().filter(event -> event.name().equals("output")))
                .hasSize(2);
        assertThat(events.get(2).id()).contains("0:4:0").contains("1:4:0");
    }

    @Test
    void aGapIsTold() {
        stage.connect(
                Stage.operator(0),
                (_, _) -> Source.from(List.of(
                        chunk("head", 0),
                        new OutputChunk.Gap(Stream.STDOUT, 4, 100),
                        chunk("tail", 100),
                        new OutputChunk.End(Reason.COMPLETE))));
        BatchId batch = stage.batch("yes", 1, BatchStatus.COMPLETED, ExecutionStatus.FINISHED);

        var events = follow(batch, "").until(event -> event.name().equals("end"));
        assertThat(events.get(2).name()).isEqualTo("gap");
        assertThat(events.get(2).data().path("to").asLong()).isEqualTo(100);
        assertThat(events.get(3).id()).isEqualTo("0:104:0");

        assertThat(output(batch, "")).isEqualTo("head");
    }

    @Test
    void outputIsReadAsPlainBytesFromAnyOffset() {
        host(0, "0123456789");
        BatchId batch = stage.batch("printf", 1, BatchStatus.COMPLETED, ExecutionStatus.FINISHED);

        assertThat(output(batch, "")).isEqualTo("0123456789");
        assertThat(output(batch, "?offset=7&stream=stdout")).isEqualTo("789");
        assertThat(output(batch, "?stream=stderr")).isEmpty();
        assertThat(owner.get(path(batch) + "?stream=stdin").code()).isEqualTo("invalid-parameter");
    }

    @Test
    void aHostThatIsNotThereIsNamedWithWhatToDo() {
        stage.disconnect(Stage.operator(0));
        BatchId batch = stage.batch("echo", 1, BatchStatus.COMPLETED, ExecutionStatus.FINISHED);

        var got = owner.get(path(batch));

        assertThat(got.status()).isEqualTo(409);
        assertThat(got.code()).isEqualTo("host-unreachable");
        assertThat(got.json().path("detail").asText()).contains("host-0");
    }

    @Test
    void aHostThatKeepsItsHistoryToItselfSaysSo() {
        stage.connect(Stage.operator(0), (_, _) -> Source.single(new OutputChunk.End(Reason.WITHHELD)));
        BatchId batch = stage.batch("cat secrets", 1, BatchStatus.COMPLETED, ExecutionStatus.FINISHED);

        var got = owner.get(path(batch));

        assertThat(got.status()).isEqualTo(403);
        assertThat(got.code()).isEqualTo("output-withheld");
        assertThat(got.json().path("detail").asText()).contains("host-0", "approvers");
        assertThat(follow(batch, "").until(event -> event.name().equals("end")))
                .extracting(Event::name)
                .containsExactly("batch", "end");
    }

    @Test
    void aSlowReaderHoldsUpTheHostAndNotTheMemory() throws Exception {
        var produced = new AtomicLong();
        var cancelled = new AtomicInteger();
        stage.connect(
                Stage.operator(0),
                (_, _) -> Source.fromIterator(() -> LongStream.range(0, 1L << 20)
                                .<OutputChunk>mapToObj(i -> {
                                    produced.addAndGet(PIECE);
                                    return new OutputChunk.Data(Stream.STDOUT, i * PIECE, Bytes.wrap(new byte[PIECE]));
                                })
                                .iterator())
                        .watchTermination((_, done) -> done.whenComplete((_, _) -> cancelled.incrementAndGet())));
        BatchId batch = stage.batch("cat", 1, BatchStatus.COMPLETED, ExecutionStatus.FINISHED);

        var sse = Browser.CLIENT.send(
                owner.request("/api/v1/batches/" + batch + "/events").GET().build(),
                HttpResponse.BodyHandlers.ofInputStream());
        sse.body().readNBytes(PIECE);
        long before = settled(produced);
        assertThat(before).isLessThan(64L << 20);
        sse.body().close();
        await(() -> cancelled.get() == 1);

        produced.set(0);
        var plain = Browser.CLIENT.send(
                owner.request(path(batch)).GET().build(), HttpResponse.BodyHandlers.ofInputStream());
        plain.body().readNBytes(PIECE);
        assertThat(settled(produced)).isLessThan(64L << 20);
        plain.body().close();
        await(() -> cancelled.get() == 2);
    }

    @Test
    void nothingOfAWorkspaceIsShownToAnother() {
        host(0, "x");
        BatchId batch = stage.batch("echo secret", 1, BatchStatus.COMPLETED, ExecutionStatus.FINISHED);
        var stranger = stage.stranger();

        for (String path : List.of(
                "/api/v1/batches/" + batch,
                "/api/v1/batches/" + batch + "/events",
                "/api/v1/approvals/" + batch.proposal(),
                "/api/v1/executions/" + stage.executions(batch).getFirst().id(),
                path(batch))) {
            assertThat(stranger.get(path).status()).as(path).isEqualTo(404);
            assertThat(stranger.get(path).response().body()).doesNotContain("secret");
        }
        assertThat(stranger.get("/api/v1/batches").json().path("batches")).isEmpty();
        assertThat(stranger.get("/api/v1/approvals?state=all").json().path("approvals"))
                .isEmpty();
        assertThat(owner.get("/api/v1/batches?limit=1").json().path("batches")).hasSize(1);
    }

    private static Events follow(BatchId batch, String from) {
        var browser = from.isEmpty() ? owner : owner.with("Last-Event-ID", from);
        return Events.open(browser.request("/api/v1/batches/" + batch + "/events"));
    }

    private static String path(BatchId batch) {
        return "/api/v1/executions/" + stage.executions(batch).getFirst().id() + "/output";
    }

    private static String output(BatchId batch, String query) {
        try {
            var request = owner.request(path(batch) + query).GET().build();
            return Browser.CLIENT
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** A host that has printed {@code stdout}. */
    private static void host(int index, String stdout) {
        stage.connect(
                Stage.operator(index), (out, _) -> pieces(stdout.substring((int) Math.min(out, stdout.length())), out));
    }

    private static Source<OutputChunk, ?> pieces(String rest, long offset) {
        var end = new OutputChunk.End(Reason.COMPLETE);
        return Source.from(rest.isEmpty() ? List.<OutputChunk>of(end) : List.of(chunk(rest, offset), end));
    }

    private static OutputChunk chunk(String text, long offset) {
        return new OutputChunk.Data(Stream.STDOUT, offset, Bytes.wrap(text.getBytes(UTF_8)));
    }

    private static String text(List<Event> events) {
        var bytes = new ByteArrayOutputStream();
        events.stream()
                .filter(event -> event.name().equals("output"))
                .forEach(event -> bytes.writeBytes(
                        Base64.getDecoder().decode(event.data().path("data").asText())));
        return bytes.toString(UTF_8);
    }

    /** The value once it has not changed for half a second. */
    private static long settled(AtomicLong value) {
        var last = new AtomicLong(-1);
        var unchanged = new AtomicInteger();
        await(() -> {
            unchanged.set(last.getAndSet(value.get()) == value.get() ? unchanged.get() + 1 : 0);
            return unchanged.get() >= 10;
        });
        return value.get();
    }

    static void await(BooleanSupplier condition) {
        long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(until);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }
}
