package ai.dropops.web.api;

import ai.dropops.persistence.view.ExecutionRow;
import ai.dropops.persistence.view.Labels;
import ai.dropops.persistence.view.OperatorRow;
import ai.dropops.protocol.identity.BatchId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.WorkspaceId;
import ai.dropops.web.auth.Call;
import ai.dropops.web.auth.Endpoint;
import ai.dropops.web.auth.Json;
import ai.dropops.web.auth.Problem;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.headers.ContentDisposition;
import org.apache.pekko.http.javadsl.model.headers.ContentDispositionTypes;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** The result of every host of a batch for other programs, a line each and sent as it is read. */
public final class Results {
    private static final int AT_ONCE = 500;
    private static final ContentType JSON_LINES =
            ContentTypes.create(MediaTypes.customBinary("application", "x-ndjson", true));

    private final Rows rows;

    public Results(Rows rows) {
        this.rows = rows;
    }

    /** One host's. */
    record ResultJson(@JsonUnwrapped ExecutionJson execution, Labels labels) {
        ByteString line() {
            return ByteString.fromArrayUnsafe(Json.bytes(this)).concat(ByteString.fromString("\n"));
        }

        ByteString cells() {
            return Csv.line(List.of(
                    execution.index(),
                    execution.name(),
                    execution.hostname(),
                    labels.all().entrySet().stream()
                            .map(label -> label.getKey() + "=" + label.getValue())
                            .collect(Collectors.joining(" ")),
                    execution.state(),
                    Csv.known(execution.exitCode()),
                    Csv.known(execution.startedAt()),
                    Csv.known(execution.finishedAt()),
                    Csv.known(execution.durationMs()),
                    execution.stdoutBytes(),
                    execution.stderrBytes(),
                    Csv.known(execution.stdoutSha256()),
                    Csv.known(execution.stderrSha256()),
                    execution.message().orElse(""),
                    execution.operatorId(),
                    execution.id()));
        }
    }

    private static final ByteString HEADINGS = Csv.line(List.of(
            "index",
            "name",
            "hostname",
            "labels",
            "state",
            "exitCode",
            "startedAt",
            "finishedAt",
            "durationMs",
            "stdoutBytes",
            "stderrBytes",
            "stdoutSha256",
            "stderrSha256",
            "message",
            "operatorId",
            "id"));

    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/batches/{id}/results", this::export).taking("format"));
    }

    private CompletionStage<HttpResponse> export(Call call) {
        BatchId id = call.id("batch", BatchId::new);
        WorkspaceId workspace = call.caller().workspace();
        String format = call.query("format").orElse("json");
        return switch (format) {
            case "json" -> exported(workspace, id, JSON_LINES, "jsonl", Source.empty(), ResultJson::line);
            case "csv" ->
                exported(
                        workspace,
                        id,
                        MediaTypes.TEXT_CSV.toContentType(HttpCharsets.UTF_8),
                        "csv",
                        Source.single(HEADINGS),
                        ResultJson::cells);
            default ->
                throw Problem.badRequest(
                                "invalid-parameter", "'" + format + "' is no format of results.", "Use json or csv.")
                        .refused();
        };
    }

    private CompletionStage<HttpResponse> exported(
            WorkspaceId workspace,
            BatchId id,
            ContentType type,
            String ending,
            Source<ByteString, ?> head,
            Function<ResultJson, ByteString> line) {
        return rows.readSettled(() -> {
            var _ = rows.views()
                    .batches()
                    .find(workspace, id)
                    .orElseThrow(() -> Problem.notFound("batch").refused());
            Source<ByteString, ?> lines = Source.from(rows.views().executions().of(workspace, id))
                    .grouped(AT_ONCE)
                    .mapAsync(1, some -> rows.read(() -> labelled(workspace, some)))
                    .map(some -> some.stream().map(line).reduce(ByteString.emptyByteString(), ByteString::concat));
            return HttpResponse.create()
                    .addHeader(ContentDisposition.create(
                            ContentDispositionTypes.ATTACHMENT, Map.of("filename", id + "." + ending)))
                    .withEntity(HttpEntities.createChunked(type, head.concat(lines)));
        });
    }

    private List<ResultJson> labelled(WorkspaceId workspace, List<ExecutionRow> executions) {
        List<OperatorId> ids = executions.stream().map(ExecutionRow::operator).toList();
        Map<OperatorId, Labels> labels = rows.views().operators().find(workspace, ids).stream()
                .collect(Collectors.toMap(OperatorRow::id, OperatorRow::labels));
        return executions.stream()
                .map(row -> new ResultJson(ExecutionJson.of(row), labels.getOrDefault(row.operator(), Labels.NONE)))
                .toList();
    }
}
