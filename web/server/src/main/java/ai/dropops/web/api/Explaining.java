package ai.dropops.web.api;

import ai.dropops.cluster.session.Judging;
import ai.dropops.protocol.action.Action.RunCommand;
import ai.dropops.protocol.guard.Explanation;
import ai.dropops.protocol.guard.policy.MalformedPolicy;
import ai.dropops.web.auth.Answer;
import ai.dropops.web.auth.Call;
import ai.dropops.web.auth.Caller;
import ai.dropops.web.auth.Endpoint;
import ai.dropops.web.auth.Problem;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What would become of a command, without proposing it. */
public final class Explaining {
    private final Rows rows;

    public Explaining(Rows rows) {
        this.rows = rows;
    }

    /** @param targets hosts that need not be bound; {@code all} are those of the caller's session */
    record Asked(String command, String targets) {
        RunCommand action() {
            try {
                return RunCommand.of(command);
            } catch (IllegalArgumentException e) {
                throw Problem.badRequest("invalid-value", e.getMessage() + ".", "Correct 'command'.")
                        .refused();
            }
        }
    }

    public List<Endpoint> endpoints() {
        return List.of(Endpoint.post("/explain", Asked.class, this::explain));
    }

    private CompletionStage<HttpResponse> explain(Call call, Asked asked) {
        RunCommand action = asked.action();
        Caller caller = call.caller();
        return rows.readSettled(() -> {
            try {
                return answer(
                        action,
                        new Judging(rows.views())
                                .explain(action, asked.targets(), caller.workspace(), caller.session(), rows.now()));
            } catch (MalformedPolicy e) {
                throw Problem.conflict(
                                "policy-unreadable",
                                "The policy in force cannot be read: " + e.getMessage() + ".",
                                "Set it again.")
                        .refused();
            }
        });
    }

    private static HttpResponse answer(RunCommand action, Judging.Explanation explanation) {
        return switch (explanation) {
            case Judging.Explanation.Judged(var verdict) -> Answer.ok(Explanation.of(action.command(), verdict));
            case Judging.Explanation.NoHosts(var message) ->
                throw new Problem(
                                422,
                                "no-targets",
                                message,
                                "Name hosts by name, host name, id or index, or 'all' for those bound to your session.")
                        .refused();
        };
    }
}
