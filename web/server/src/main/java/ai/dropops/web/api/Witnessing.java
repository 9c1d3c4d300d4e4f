package ai.dropops.web.api;

import ai.dropops.persistence.view.MemberRow.Role;
import ai.dropops.protocol.audit.HistoryLine;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.VerifyingKey;
import ai.dropops.web.auth.Answer;
import ai.dropops.web.auth.Call;
import ai.dropops.web.auth.Caller;
import ai.dropops.web.auth.Endpoint;
import ai.dropops.web.auth.Problem;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What this control plane can say about the history an operator keeps on its host, for an auditor. */
public final class Witnessing {
    private static final Set<Role> MAY_AUDIT = Set.of(Role.OWNER, Role.ADMIN);

    private final Rows rows;
    private final List<VerifyingKey> permitKeys;

    /** @param permitKeys every one there has been */
    public Witnessing(Rows rows, List<VerifyingKey> permitKeys) {
        this.rows = rows;
        this.permitKeys = List.copyOf(permitKeys);
    }

    record Lines(List<String> lines) {}

    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/operators/{id}/witness", this::show));
    }

    private CompletionStage<HttpResponse> show(Call call) {
        OperatorId id = call.id("operator", OperatorId::new);
        return rows.read(() -> {
            Caller caller = call.caller();
            var _ = rows.operator(id, caller);
            if (rows.role(caller).filter(MAY_AUDIT::contains).isEmpty()) {
                throw Problem.forbidden(
                                "not-yours-to-audit",
                                "Only owners and admins are given what histories are verified with.",
                                "Ask one of them.")
                        .refused();
            }
            Stream<HistoryLine> keys = permitKeys.stream().map(HistoryLine.PermitKey::new);
            Stream<HistoryLine> known = rows.views().checkpoints().about(caller.workspace(), id).stream();
            return Answer.ok(
                    new Lines(Stream.concat(keys, known).map(HistoryLine::json).toList()));
        });
    }
}
