package ai.dropops.web.stream;

import ai.dropops.persistence.view.Change;
import ai.dropops.persistence.view.ViewWriter;
import ai.dropops.web.auth.Call;
import ai.dropops.web.auth.Caller;
import ai.dropops.web.auth.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** What changes in a workspace, for consoles that show it. */
public final class WorkspaceEvents {
    private static final Event RESYNC = new Event.Named("resync", Map.of());
    /** Every event has it, so that a reader that comes back can be told that it missed something. */
    private static final String SEEN = "seen";

    private final ViewWriter writer;
    private final Shown shown;
    private final StreamSettings settings;
    private final Executor blocking;

    public WorkspaceEvents(ViewWriter writer, Shown shown, StreamSettings settings, Executor blocking) {
        this.writer = writer;
        this.shown = shown;
        this.settings = settings;
        this.blocking = blocking;
    }

    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/events", this::watch));
    }

    private CompletionStage<HttpResponse> watch(Call call) {
        Source<Event, NotUsed> missed =
                call.header("Last-Event-ID").isPresent() ? Source.single(RESYNC) : Source.empty();
        return CompletableFuture.completedStage(
                EventStream.of(missed.concat(changes(call.caller())).map(WorkspaceEvents::text), call, settings));
    }

    private Source<Event, NotUsed> changes(Caller caller) {
        return Source.lazySource(() -> {
                    var backlog = new Backlog<Change, Change>(settings.backlog());
                    var listening = writer.listen(changes -> changes.stream()
                            .filter(change -> change.workspace().equals(caller.workspace()))
                            .forEach(change -> backlog.put(change, change)));
                    return Source.unfoldAsync(
                                    backlog,
                                    waiting -> waiting.take()
                                            .thenApplyAsync(
                                                    taken -> Optional.of(Pair.create(waiting, events(taken, caller))),
                                                    blocking))
                            .watchTermination((_, done) -> {
                                done.whenComplete((_, _) -> listening.close());
                                return NotUsed.notUsed();
                            });
                })
                .throttle(settings.groupsPerSecond(), Duration.ofSeconds(1))
                .mapConcat(events -> events)
                .mapMaterializedValue(_ -> NotUsed.notUsed());
    }

    private List<Event> events(Backlog.Taken<Change> taken, Caller caller) {
        return Stream.<Event>concat(
                        taken.forgotten() ? Stream.of(RESYNC) : Stream.empty(),
                        taken.latest().stream().flatMap(change -> shown.changed(change, caller).stream()))
                .toList();
    }

    private static ByteString text(Event event) {
        return EventText.of(event, SEEN);
    }
}
