package ai.dropops.web.api;

import ai.dropops.persistence.traffic.TrafficRows;
import ai.dropops.persistence.traffic.TrafficRows.Cursor;
import ai.dropops.persistence.traffic.Transmission;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.WorkspaceId;
import ai.dropops.web.auth.Answer;
import ai.dropops.web.auth.Call;
import ai.dropops.web.auth.Caller;
import ai.dropops.web.auth.Endpoint;
import ai.dropops.web.auth.Problem;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** The transmission monitor: what stayed on the hosts, and what left them, in bytes. */
public final class Transmissions {
    private static final int PAGE = 50;
    private static final int MAX_PAGE = 200;

    private final TrafficRows traffic;
    private final Rows rows;

    public Transmissions(TrafficRows traffic, Rows rows) {
        this.traffic = traffic;
        this.rows = rows;
    }

    record Page(
            List<TransmissionJson> transmissions, @Nullable String next) {}

    /**
     * What a workspace transmitted, as of one moment.
     *
     * @param newest when the last of these executions transmitted something
     */
    public record News(Object totals, List<?> transmissions, Instant newest) {}

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/transmissions", this::list).taking("limit", "before", "operator"),
                Endpoint.get("/transmissions/totals", this::totals),
                Endpoint.get("/operators/{id}/transmissions/totals", this::totalsOfOperator));
    }

    /** The totals, and the newest of the executions that transmitted something after {@code since}. */
    public News news(Caller caller, Instant since) {
        List<Transmission> found = traffic.since(caller.workspace(), since, MAX_PAGE);
        return new News(
                TransmissionJson.Totals.of(traffic.sums(caller.workspace())),
                shown(found, caller),
                found.isEmpty() ? since : found.getFirst().at());
    }

    private CompletionStage<HttpResponse> list(Call call) {
        int limit = (int) call.number("limit", PAGE, 1, MAX_PAGE);
        Optional<Cursor> before = call.query("before").map(Transmissions::cursor);
        var workspace = call.caller().workspace();
        Optional<OperatorId> operator = call.query("operator").map(Transmissions::operator);
        return rows.read(() -> {
            List<Transmission> page = operator.map(id -> ofOne(workspace, id, before, limit))
                    .orElseGet(() -> before.map(cursor -> traffic.page(workspace, cursor, limit))
                            .orElseGet(() -> traffic.page(workspace, limit)));
            return Answer.ok(new Page(
                    shown(page, call.caller()),
                    page.size() < limit ? null : Cursor.after(page.getLast()).toString()));
        });
    }

    private List<Transmission> ofOne(WorkspaceId workspace, OperatorId id, Optional<Cursor> before, int limit) {
        return before.map(cursor -> traffic.page(workspace, id, cursor, limit))
                .orElseGet(() -> traffic.page(workspace, id, limit));
    }

    private CompletionStage<HttpResponse> totals(Call call) {
        return rows.read(() ->
                Answer.ok(TransmissionJson.Totals.of(traffic.sums(call.caller().workspace()))));
    }

    private CompletionStage<HttpResponse> totalsOfOperator(Call call) {
        OperatorId id = call.id("operator", OperatorId::new);
        return rows.read(() -> {
            var _ = rows.operator(id, call.caller());
            return Answer.ok(
                    TransmissionJson.Totals.of(traffic.sums(call.caller().workspace(), id)));
        });
    }

    /** Proposals are sealed, so each is opened once, however many hosts it was for. */
    private List<TransmissionJson> shown(List<Transmission> found, Caller caller) {
        Map<ProposalId, ActionJson> actions = new HashMap<>();
        return found.stream()
                .map(row -> TransmissionJson.of(
                        row,
                        actions.computeIfAbsent(
                                row.proposal(), proposal -> rows.shownAction(caller.workspace(), proposal))))
                .toList();
    }

    private static OperatorId operator(String text) {
        try {
            return new OperatorId(text);
        } catch (IllegalArgumentException _) {
            throw Problem.badRequest(
                            "invalid-parameter", "'operator' is not the id of one.", "Use one of GET /operators.")
                    .refused();
        }
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
}
