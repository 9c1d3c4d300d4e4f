package ai.dropops.web.stream;

import ai.dropops.cluster.operator.OutputChunk;
import ai.dropops.persistence.view.ExecutionRow;
import ai.dropops.persistence.view.Views;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.wire.Frame.OutputEnd.Reason;
import ai.dropops.protocol.wire.Stream;
import ai.dropops.web.auth.Call;
import ai.dropops.web.auth.Endpoint;
import ai.dropops.web.auth.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** What one host printed, as plain bytes. */
public final class ExecutionOutput {
    /** Past the end of any output, for the stream that is not wanted. */
    private static final long NOTHING = Long.MAX_VALUE;

    private final Views views;
    private final HostOutput output;
    private final Executor blocking;

    public ExecutionOutput(Views views, HostOutput output, Executor blocking) {
        this.views = views;
        this.output = output;
        this.blocking = blocking;
    }

    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/executions/{id}/output", this::read).taking("stream", "offset"));
    }

    private CompletionStage<HttpResponse> read(Call call) {
        ExecutionId id = call.id("execution", ExecutionId::new);
        Stream stream = stream(call.query("stream").orElse("stdout"));
        long offset = call.number("offset", 0, 0, NOTHING);
        // the events of a batch come from the batch itself, its rows a moment later
        return views.flushed()
                .thenApplyAsync(_ -> views.executions().find(call.caller().workspace(), id), blocking)
                .thenCompose(row ->
                        of(row.orElseThrow(() -> Problem.notFound("execution").refused()), stream, offset))
                .thenApply(content -> HttpResponse.create()
                        .withEntity(HttpEntities.createChunked(ContentTypes.APPLICATION_OCTET_STREAM, content)));
    }

    /** The stream from {@code offset} to its end or to the first byte that was not kept; Refused when it cannot be had. */
    CompletionStage<Source<ByteString, NotUsed>> of(ExecutionRow row, Stream stream, long offset) {
        Position position = new Position(NOTHING, NOTHING).at(stream, offset);
        return switch (row.state()) {
            case WAITING, DISPATCHED, REFUSED, VOIDED, SKIPPED, UNDELIVERED ->
                CompletableFuture.completedStage(Source.empty());
            case RUNNING, UNKNOWN -> bytes(row, read(row, position), stream);
            case FINISHED, INTERRUPTED -> bytes(row, read(row, position).thenCompose(output::begun), stream);
        };
    }

    private static CompletionStage<Source<ByteString, NotUsed>> bytes(
            ExecutionRow row, CompletionStage<Source<OutputChunk, NotUsed>> read, Stream stream) {
        return read.exceptionally(failure -> {
                    throw problem(row, failure).refused();
                })
                .thenApply(chunks ->
                        chunks.takeWhile(chunk -> !isGap(chunk, stream)).map(ExecutionOutput::content));
    }

    private CompletionStage<Source<OutputChunk, NotUsed>> read(ExecutionRow row, Position position) {
        var wanted = new HostOutput.Wanted(row.operator(), row.id());
        return output.open(wanted, position).thenApply(opened -> output.goingOn(opened, wanted, position));
    }

    /** Bytes the host did not keep end the answer, so that an offset always counts real bytes. */
    private static boolean isGap(OutputChunk chunk, Stream stream) {
        return chunk instanceof OutputChunk.Gap gap && gap.stream() == stream;
    }

    private static ByteString content(OutputChunk chunk) {
        return switch (chunk) {
            case OutputChunk.Data data ->
                ByteString.fromArrayUnsafe(data.bytes().array());
            case OutputChunk.Gap _ -> ByteString.emptyByteString();
            case OutputChunk.End(var reason)
            when reason == Reason.FAILED -> throw new Unreachable("The host could not read the output.");
            case OutputChunk.End(var reason) when reason == Reason.WITHHELD -> throw new Withheld();
            case OutputChunk.End _ -> ByteString.emptyByteString();
        };
    }

    private static Problem problem(ExecutionRow row, Throwable failure) {
        Throwable cause = Optional.ofNullable(failure.getCause()).orElse(failure);
        if (cause instanceof Withheld) {
            return Problem.forbidden(
                    "output-withheld",
                    row.hostname()
                            + " acts on the signatures of its own approvers, and lets output be read only while its"
                            + " command runs and ten minutes after.",
                    "Propose a command that reads it again, or start the operator there with --allow-history.");
        }
        if (cause instanceof Expired) {
            return new Problem(
                    410,
                    "record-over",
                    row.hostname()
                            + " keeps no records, and the control plane's own of this output is deleted after its"
                            + " time.",
                    "Run the command again, or start the operator there with --local-storage.");
        }
        return Problem.conflict(
                "host-unreachable",
                "The output lies on " + row.hostname() + ", which cannot be asked now: " + cause.getMessage(),
                "Start the operator there again, or wait until it is back; nothing is lost.");
    }

    private static Stream stream(String name) {
        return switch (name) {
            case "stdout" -> Stream.STDOUT;
            case "stderr" -> Stream.STDERR;
            default ->
                throw Problem.badRequest(
                                "invalid-parameter",
                                "'" + name.toLowerCase(Locale.ROOT) + "' is no stream.",
                                "Use stdout or stderr.")
                        .refused();
        };
    }
}
