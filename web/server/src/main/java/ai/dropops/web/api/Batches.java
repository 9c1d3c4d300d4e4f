package ai.dropops.web.api;

import ai.dropops.cluster.batch.Batch;
import ai.dropops.persistence.view.BatchRow;
import ai.dropops.persistence.view.BatchRows.Cursor;
import ai.dropops.persistence.view.ExecutionRow;
import ai.dropops.protocol.identity.BatchId;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.web.auth.Answer;
import ai.dropops.web.auth.Call;
import ai.dropops.web.auth.Caller;
import ai.dropops.web.auth.Endpoint;
import ai.dropops.web.auth.Problem;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** What was permitted and how it went, host by host. */
public final class Batches {
    private static final int PAGE = 50;
    private static final int MAX_PAGE = 200;

    private final Entities entities;
    private final Rows rows;

    public Batches(Entities entities, Rows rows) {
        this.entities = entities;
        this.rows = rows;
    }

    record Page(List<BatchJson> batches, @Nullable String next) {}

    /** @param wave the one that is to begin, counted from 1, as it was shown to whoever decides */
    record GoOn(int wave) {}

    record Execution(@JsonUnwrapped ExecutionJson execution, BatchId batchId) {}

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/batches", this::list).taking("limit", "before"),
                Endpoint.get("/batches/{id}", this::show),
                Endpoint.post("/batches/{id}/cancel", this::cancel),
                Endpoint.post("/batches/{id}/go-on", GoOn.class, this::goOn).takenOnce(),
                Endpoint.get("/executions/{id}", this::showExecution));
    }

    private CompletionStage<HttpResponse> list(Call call) {
        int limit = (int) call.number("limit", PAGE, 1, MAX_PAGE);
        Optional<Cursor> before = call.query("before").map(Batches::cursor);
        var workspace = call.caller().workspace();
        return rows.read(() -> {
            var batches = rows.views().batches();
            List<BatchRow> page = before.map(cursor -> batches.page(workspace, cursor, limit))
                    .orElseGet(() -> batches.page(workspace, limit));
            return Answer.ok(new Page(
                    page.stream().map(rows::batch).toList(),
                    page.size() < limit ? null : Cursor.after(page.getLast()).toString()));
        });
    }

    private CompletionStage<HttpResponse> show(Call call) {
        BatchId id = id(call);
        return rows.readSettled(() -> Answer.ok(rows.batch(id, call.caller())));
    }

    private CompletionStage<HttpResponse> cancel(Call call) {
        Caller caller = call.caller();
        BatchId id = id(call);
        return entities.<Batch.Reply>batch(
                        id, replyTo -> new Batch.Command.Cancel(caller.workspace(), caller.member(), replyTo))
                .thenCompose(reply -> switch (reply) {
                    case Batch.Reply.Done _ -> rows.readSettled(() -> Answer.json(202, rows.batch(id, caller)));
                    case Batch.Reply.Refused _ -> notCancelled(id, caller);
                });
    }

    private CompletionStage<HttpResponse> goOn(Call call, GoOn goOn) {
        Caller caller = call.caller();
        BatchId id = id(call);
        return entities.<Batch.Reply>batch(
                        id,
                        replyTo -> new Batch.Command.GoOn(
                                caller.workspace(), goOn.wave(), caller.member(), call.remoteAddress(), replyTo))
                .thenCompose(reply -> rows.readSettled(() -> {
                    var batch = rows.batch(id, caller);
                    return switch (reply) {
                        case Batch.Reply.Done _ -> Answer.json(202, batch);
                        case Batch.Reply.Refused(var reason) ->
                            throw problem(reason).refused();
                    };
                }));
    }

    private static Problem problem(Batch.Reply.Reason reason) {
        return switch (reason) {
            case ALREADY_ENDED ->
                Problem.conflict(
                        "already-ended", "The batch has ended.", "Propose it again for the hosts it left out.");
            case UNKNOWN_BATCH, NOTHING_TO_DECIDE ->
                Problem.conflict(
                        "nothing-to-decide",
                        "That wave does not wait for anybody's word now.",
                        "See how far the batch is, and name the wave it asks about.");
            case REQUESTER_MAY_NOT ->
                Problem.forbidden(
                        "needs-another-person",
                        "Whoever proposed this may not let it go on.",
                        "Ask another member to decide; you may cancel it.");
        };
    }

    /** Stopping what has ended is harmless: the answer is how it ended. */
    private CompletionStage<HttpResponse> notCancelled(BatchId id, Caller caller) {
        return rows.readSettled(() -> {
            var batch = rows.batch(id, caller);
            if (!batch.batch().state().isFinal()) {
                throw Problem.conflict(
                                "not-begun",
                                "The batch has not begun: it waits for its approval.",
                                "Deny the approval instead.")
                        .refused();
            }
            return Answer.json(202, batch);
        });
    }

    private CompletionStage<HttpResponse> showExecution(Call call) {
        ExecutionId id = call.id("execution", ExecutionId::new);
        return rows.readSettled(() -> {
            ExecutionRow row = rows.views()
                    .executions()
                    .find(call.caller().workspace(), id)
                    .orElseThrow(() -> Problem.notFound("execution").refused());
            return Answer.ok(new Execution(ExecutionJson.of(row), row.batch()));
        });
    }

    private static Cursor cursor(String text) {
        try {
            return Cursor.parse(text);
        } catch (IllegalArgumentException _) {
            throw Problem.badRequest(
                            "invalid-parameter",
                            "'before' is not where a page ended.",
                            "Use the 'next' of the page before.")
                    .refused();
        }
    }

    private static BatchId id(Call call) {
        return call.id("batch", BatchId::new);
    }
}
