package ai.dropops.web.api;

import ai.dropops.cluster.operator.Operator;
import ai.dropops.persistence.rights.Holdings;
import ai.dropops.persistence.rights.Holdings.Page;
import ai.dropops.persistence.rights.Holdings.Place;
import ai.dropops.persistence.view.OperatorRow;
import ai.dropops.persistence.view.OperatorRows;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.WorkspaceId;
import ai.dropops.web.auth.Answer;
import ai.dropops.web.auth.Call;
import ai.dropops.web.auth.Endpoint;
import ai.dropops.web.auth.Problem;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** What a workspace's owner may do with all that is kept of it: take it along, and have it erased. */
public final class WorkspaceData {
    private static final int ROWS_AT_ONCE = 500;
    private static final int OPERATORS_AT_ONCE = 1_000;
    private static final int ASKED_AT_ONCE = 32;
    private static final String FORMAT = "dropops/export/1";

    private final Entities entities;
    private final Rows rows;
    private final Holdings holdings;
    private final String name;
    private final Runnable drain;
    private final Executor blocking;
    private final Materializer materializer;

    /** What it needs; {@code name} is the workspace's, and {@code drain} begins to end the process in order. */
    public WorkspaceData(
            Entities entities,
            Rows rows,
            Holdings holdings,
            String name,
            Runnable drain,
            Executor blocking,
            Materializer materializer) {
        this.entities = entities;
        this.rows = rows;
        this.holdings = holdings;
        this.name = name;
        this.drain = drain;
        this.blocking = blocking;
        this.materializer = materializer;
    }

    /** @param confirmation the workspace's name, typed by whoever means it */
    record Deletion(String confirmation) {}

    record Deleted(long erasedRows) {}

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/workspace/export", this::export).taking("member"),
                Endpoint.post("/workspace/delete", Deletion.class, this::delete).takenOnce());
    }

    private CompletionStage<HttpResponse> export(Call call) {
        var workspace = call.caller().workspace();
        Optional<MemberId> member = call.query("member").map(WorkspaceData::member);
        return rows.readSettled(() -> {
            rows.requireOwner(call.caller(), "take along what is kept of it");
            member.filter(id -> rows.views().members().find(workspace, id).isEmpty())
                    .ifPresent(_ -> {
                        throw Problem.notFound("member").refused();
                    });
            return HttpResponse.create()
                    .addHeader(RawHeader.create("Content-Disposition", "attachment; filename=\"dropops-export.jsonl\""))
                    .withEntity(HttpEntities.createChunked(
                            ContentTypes.create(MediaTypes.customBinary("application", "x-ndjson", true)),
                            lines(workspace, member)));
        });
    }

    /** A line that says what this is, one a row, and one that says that these were all. */
    private Source<ByteString, NotUsed> lines(WorkspaceId workspace, Optional<MemberId> member) {
        Predicate<String> meant =
                line -> member.map(id -> line.contains(id.value())).orElse(true);
        var told = new AtomicLong();
        Source<ByteString, NotUsed> content = Source.unfoldAsync(
                        Place.START,
                        place -> place.isEnd()
                                ? CompletableFuture.completedFuture(Optional.<Pair<Place, Page>>empty())
                                : CompletableFuture.supplyAsync(
                                                () -> holdings.page(workspace, place, ROWS_AT_ONCE), blocking)
                                        .thenApply(page -> Optional.of(Pair.create(page.next(), page))))
                .mapConcat(page -> page.rows().stream()
                        .map(ObjectNode::toString)
                        .filter(meant)
                        .toList())
                .map(line -> {
                    told.incrementAndGet();
                    return text(line);
                });
        Source<ByteString, NotUsed> end = Source.lazySource(() -> Source.single(
                        text(node().put("end", true).put("rows", told.get()).toString())))
                .mapMaterializedValue(_ -> NotUsed.notUsed());
        var head = node().put("format", FORMAT)
                .put("workspace", workspace.value())
                .put("name", name)
                .put("at", rows.now().toString());
        member.ifPresent(id -> head.put("member", id.value()));
        return Source.single(text(head.toString())).concat(content).concatLazy(end);
    }

    private CompletionStage<HttpResponse> delete(Call call, Deletion deletion) {
        var workspace = call.caller().workspace();
        return rows.readSettled(() -> {
                    rows.requireOwner(call.caller(), "delete it");
                    requireMeant(deletion);
                    requireQuiet(workspace);
                    return operators(workspace);
                })
                .thenCompose(operators -> Source.from(operators)
                        .mapAsync(ASKED_AT_ONCE, id -> stop(workspace, id))
                        .runWith(Sink.ignore(), materializer))
                .thenCompose(_ -> rows.readSettled(() -> {
                    Instant now = rows.now();
                    long erased = holdings.erase(workspace, now);
                    drain.run();
                    return Answer.ok(new Deleted(erased));
                }));
    }

    /** A host is told to end; one that is away is refused when it comes back, because nobody knows it any more. */
    private CompletionStage<Operator.Reply> stop(WorkspaceId workspace, OperatorId id) {
        return entities.operator(id, replyTo -> new Operator.Command.Stop(workspace, replyTo));
    }

    private List<OperatorId> operators(WorkspaceId workspace) {
        var found = new ArrayList<OperatorId>();
        int after = 0;
        while (true) {
            List<OperatorRow> page = rows.views()
                    .operators()
                    .page(workspace, new OperatorRows.Filter("", null, after, OPERATORS_AT_ONCE));
            page.forEach(row -> found.add(row.id()));
            if (page.size() < OPERATORS_AT_ONCE) {
                return found;
            }
            after = page.getLast().number();
        }
    }

    private void requireMeant(Deletion deletion) {
        if (!deletion.confirmation().equals(name)) {
            throw Problem.conflict(
                            "not-confirmed",
                            "What was typed is not the name of the workspace.",
                            "To delete everything that is kept of it, type its name: " + name + ".")
                    .refused();
        }
    }

    private void requireQuiet(WorkspaceId workspace) {
        if (rows.views().batches().countRunning(workspace) > 0) {
            throw Problem.conflict(
                            "batches-running",
                            "Something is still being carried out on hosts.",
                            "Wait for its end, or cancel it first.")
                    .refused();
        }
    }

    private static MemberId member(String text) {
        try {
            return new MemberId(text);
        } catch (IllegalArgumentException _) {
            throw Problem.notFound("member").refused();
        }
    }

    private static ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ByteString text(String line) {
        return ByteString.fromArrayUnsafe((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
