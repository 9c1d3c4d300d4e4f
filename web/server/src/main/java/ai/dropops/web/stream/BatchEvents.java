package ai.dropops.web.stream;

import ai.dropops.cluster.batch.Batch;
import ai.dropops.cluster.batch.Progress;
import ai.dropops.cluster.operator.OutputChunk;
import ai.dropops.persistence.view.BatchRow;
import ai.dropops.persistence.view.ExecutionRow;
import ai.dropops.persistence.view.Views;
import ai.dropops.protocol.identity.BatchId;
import ai.dropops.web.auth.Call;
import ai.dropops.web.auth.Caller;
import ai.dropops.web.auth.Endpoint;
import ai.dropops.web.auth.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A batch as it runs: its state, its executions and the output of the first of them, in one stream that can be resumed. */
public final class BatchEvents {
    private static final Logger LOG = LoggerFactory.getLogger(BatchEvents.class);
    private static final int LIVE = 8;
    private static final int MAX_LIVE = 64;

    private final ActorSystem<?> system;
    private final Views views;
    private final Shown shown;
    private final HostOutput output;
    private final StreamSettings settings;
    private final Executor blocking;
    private final AtomicLong watchers = new AtomicLong();

    public BatchEvents(
            ActorSystem<?> system,
            Views views,
            Shown shown,
            HostOutput output,
            StreamSettings settings,
            Executor blocking) {
        this.system = system;
        this.views = views;
        this.shown = shown;
        this.output = output;
        this.settings = settings;
        this.blocking = blocking;
    }

    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/batches/{id}/events", this::watch).taking("live", "folds", "from"));
    }

    private CompletionStage<HttpResponse> watch(Call call) {
        BatchId id = call.id("batch", BatchId::new);
        Caller caller = call.caller();
        int live = (int) call.number("live", LIVE, 0, MAX_LIVE);
        boolean folded = call.flag("folds");
        Positions from = positions(
                call.query("from").or(() -> call.header("Last-Event-ID")).orElse(""));
        return CompletableFuture.supplyAsync(
                () -> {
                    BatchRow row = views.batches()
                            .find(caller.workspace(), id)
                            .orElseThrow(() -> Problem.notFound("batch").refused());
                    var story = new BatchStory(shown, live, folded, row);
                    List<ExecutionRow> executions = views.executions().of(caller.workspace(), id);
                    return EventStream.of(
                            events(story, story.begin(executions), id, caller, live, from), call, settings);
                },
                blocking);
    }

    private Source<ByteString, NotUsed> events(
            BatchStory story, List<BatchStory.Step> beginning, BatchId id, Caller caller, int live, Positions from) {
        var steps =
                story.isOver() ? Source.from(beginning) : Source.from(beginning).concat(heard(story, id, caller));
        return steps.flatMapMerge(live + 1, step -> events(step, story, from))
                .merge(folds(story), true)
                .concatLazy(Source.lazySingle(() -> List.of(story.end())).mapMaterializedValue(_ -> NotUsed.notUsed()))
                .statefulMap(() -> from, BatchEvents::text, _ -> Optional.empty());
    }

    /** {@code events} as one text, and how far the outputs were sent after it. */
    private static Pair<Positions, ByteString> text(Positions before, List<Event> events) {
        Positions sent = before;
        var text = ByteString.createBuilder();
        for (Event event : events) {
            Positions after = sent.after(event);
            text.append(EventText.of(event, after.equals(sent) ? "" : after.toString()));
            sent = after;
        }
        return Pair.create(sent, text.result());
    }

    /** Equal results together, gathered for a while. */
    private Source<List<Event>, NotUsed> folds(BatchStory story) {
        if (!story.isFolded()) {
            return Source.never();
        }
        return Source.tick(settings.foldEvery(), settings.foldEvery(), story)
                .mapConcat(it -> it.folds().map(List::of).stream().toList())
                .mapMaterializedValue(_ -> NotUsed.notUsed());
    }

    /** What follows from what the batch tells, until it is over. */
    private Source<BatchStory.Step, NotUsed> heard(BatchStory story, BatchId id, Caller caller) {
        return Source.lazySource(() -> {
                    var backlog = new Backlog<Object, Progress>(Integer.MAX_VALUE);
                    var batch = ClusterSharding.get(system).entityRefFor(Batch.KEY, id.value());
                    var watcher = system.systemActorOf(
                            Watcher.create(
                                    batch,
                                    caller.workspace(),
                                    settings.watchEvery(),
                                    progress -> backlog.put(byTopic(progress))),
                            "watcher-" + watchers.incrementAndGet(),
                            Props.empty());
                    return Source.unfoldAsync(
                                    backlog,
                                    waiting -> story.isOver()
                                            ? CompletableFuture.completedStage(
                                                    Optional
                                                            .<Pair<Backlog<Object, Progress>, List<BatchStory.Step>>>
                                                                    empty())
                                            : waiting.take()
                                                    .thenApplyAsync(
                                                            taken -> Optional.of(
                                                                    Pair.create(waiting, story.hear(taken.latest()))),
                                                            blocking))
                            .watchTermination((_, done) -> {
                                done.whenComplete((_, _) -> watcher.tell(new Watcher.Message.Leave()));
                                return NotUsed.notUsed();
                            });
                })
                .mapConcat(steps -> steps)
                .mapMaterializedValue(_ -> NotUsed.notUsed());
    }

    private Source<List<Event>, NotUsed> events(BatchStory.Step step, BatchStory story, Positions from) {
        return switch (step) {
            case BatchStory.Step.Tell(var events) -> Source.single(events);
            case BatchStory.Step.Read(var row) ->
                output.from(
                                new HostOutput.Wanted(row.operator(), row.id()),
                                from.of(row.index()),
                                () -> story.isOpen(row.index()))
                        .mapConcat(chunk ->
                                event(row, chunk).map(List::of).stream().toList())
                        .recoverWithRetries(1, Throwable.class, () -> {
                            LOG.info("The output of execution {} cannot be read from its host now", row.id());
                            return Source.<List<Event>>empty();
                        });
        };
    }

    private static Optional<Event> event(ExecutionRow row, OutputChunk chunk) {
        return switch (chunk) {
            case OutputChunk.Data data ->
                Optional.of(new Event.Output(row.index(), row.id(), data.stream(), data.offset(), data.bytes()));
            case OutputChunk.Gap gap ->
                Optional.of(new Event.Gap(row.index(), row.id(), gap.stream(), gap.from(), gap.to()));
            case OutputChunk.End _ -> Optional.empty();
        };
    }

    /** What is said, by what later progress takes the place of. */
    private static Map<Object, Progress> byTopic(Progress progress) {
        if (progress instanceof Progress.ExecutionsChanged(var rows)) {
            var byIndex = new LinkedHashMap<Object, Progress>();
            rows.forEach(row -> byIndex.put(row.index(), new Progress.ExecutionsChanged(List.of(row))));
            return byIndex;
        }
        return Map.of(progress.getClass(), progress);
    }

    private static Positions positions(String text) {
        try {
            return Positions.parse(text);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(
                            "invalid-parameter",
                            "'" + text + "' is not where a stream can go on: " + e.getMessage() + ".",
                            "Use the id of the last event, or leave it out to begin anew.")
                    .refused();
        }
    }
}
