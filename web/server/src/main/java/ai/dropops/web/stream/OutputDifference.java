package ai.dropops.web.stream;

import ai.dropops.persistence.view.ExecutionRow;
import ai.dropops.persistence.view.Views;
import ai.dropops.protocol.action.Volume;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.WorkspaceId;
import ai.dropops.protocol.wire.Stream;
import ai.dropops.web.auth.Answer;
import ai.dropops.web.auth.Call;
import ai.dropops.web.auth.Endpoint;
import ai.dropops.web.auth.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** The lines in which the output of one host differs from that of another. */
public final class OutputDifference {
    /** Bytes of each stream that are compared. */
    private static final int COMPARED = 64 * 1024;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ActorSystem<?> system;
    private final Views views;
    private final ExecutionOutput output;
    private final Executor blocking;

    public OutputDifference(ActorSystem<?> system, Views views, ExecutionOutput output, Executor blocking) {
        this.system = system;
        this.views = views;
        this.output = output;
        this.blocking = blocking;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/executions/{id}/difference", this::compare).taking("from"));
    }

    private record Two(ExecutionRow from, ExecutionRow to) {}

    private CompletionStage<HttpResponse> compare(Call call) {
        ExecutionId id = call.id("execution", ExecutionId::new);
        ExecutionId from = from(call);
        WorkspaceId workspace = call.caller().workspace();
        return views.flushed()
                .thenApplyAsync(_ -> new Two(ended(workspace, from), ended(workspace, id)), blocking)
                .thenCompose(two -> compared(two, Stream.STDOUT)
                        .thenCombineAsync(compared(two, Stream.STDERR), Difference::new, blocking))
                .thenApply(Answer::ok);
    }

    private ExecutionRow ended(WorkspaceId workspace, ExecutionId id) {
        ExecutionRow row = views.executions()
                .find(workspace, id)
                .orElseThrow(() -> Problem.notFound("execution").refused());
        if (!row.state().isFinal()) {
            throw Problem.conflict("not-ended", "The command has not ended on both hosts.", "Compare them when it has.")
                    .refused();
        }
        return row;
    }

    private CompletionStage<Difference.Compared> compared(Two two, Stream stream) {
        Volume from = volume(two.from(), stream);
        Volume to = volume(two.to(), stream);
        if (from != null && from.equals(to)) {
            return CompletableFuture.completedStage(Difference.Compared.SAME);
        }
        return beginning(two.from(), stream)
                .thenCombineAsync(
                        beginning(two.to(), stream),
                        (one, other) ->
                                Difference.Compared.of(one.utf8String(), other.utf8String(), isCut(from) || isCut(to)),
                        blocking);
    }

    private CompletionStage<ByteString> beginning(ExecutionRow row, Stream stream) {
        Volume volume = volume(row, stream);
        if (volume != null && volume.bytes() == 0) {
            return CompletableFuture.completedStage(ByteString.emptyByteString());
        }
        return output.of(row, stream, 0)
                .thenCompose(content -> content.statefulMap(
                                () -> 0,
                                (sum, bytes) -> Pair.create(
                                        sum + bytes.size(),
                                        sum < COMPARED
                                                ? Optional.of(bytes.take(COMPARED - sum))
                                                : Optional.<ByteString>empty()),
                                _ -> Optional.empty())
                        .takeWhile(Optional::isPresent)
                        .map(Optional::get)
                        .completionTimeout(PATIENCE)
                        .runWith(Sink.fold(ByteString.emptyByteString(), ByteString::concat), system));
    }

    private static boolean isCut(@Nullable Volume volume) {
        return volume != null && volume.bytes() > COMPARED;
    }

    private static @Nullable Volume volume(ExecutionRow row, Stream stream) {
        return stream == Stream.STDOUT ? row.stdout() : row.stderr();
    }

    private static ExecutionId from(Call call) {
        try {
            return new ExecutionId(call.query("from").orElse(""));
        } catch (IllegalArgumentException _) {
            throw Problem.badRequest(
                            "invalid-parameter",
                            "'from' is not the id of an execution.",
                            "Name the execution to compare with, such as the 'usual' of the batch's folds.")
                    .refused();
        }
    }
}
