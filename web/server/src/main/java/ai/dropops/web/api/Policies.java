package ai.dropops.web.api;

import ai.dropops.cluster.workspace.Workspace;
import ai.dropops.cluster.workspace.Workspace.PolicyReply;
import ai.dropops.persistence.view.MemberRow.Role;
import ai.dropops.protocol.diff.LineDiff;
import ai.dropops.protocol.identity.WorkspaceId;
import ai.dropops.web.auth.Answer;
import ai.dropops.web.auth.Call;
import ai.dropops.web.auth.Caller;
import ai.dropops.web.auth.Endpoint;
import ai.dropops.web.auth.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** The policy of a workspace and its history. */
public final class Policies {
    private static final int LISTED = 100;
    private static final Set<Role> MAY_SET = Set.of(Role.OWNER, Role.ADMIN);

    private final Entities entities;
    private final Rows rows;

    public Policies(Entities entities, Rows rows) {
        this.entities = entities;
        this.rows = rows;
    }

    /** @param expectedVersion the one it was made from */
    record NewPolicy(int expectedVersion, String text) {}

    record Listed(List<PolicyJson> versions) {}

    record Diff(int from, int to, List<LineDiff.Line> lines) {}

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/policy", this::show),
                Endpoint.put("/policy", NewPolicy.class, this::set).takenOnce(),
                Endpoint.get("/policy/versions", this::list),
                Endpoint.get("/policy/diff", this::diff).taking("from", "to"));
    }

    private CompletionStage<HttpResponse> show(Call call) {
        return rows.read(() -> Answer.ok(current(call.caller().workspace())));
    }

    private CompletionStage<HttpResponse> list(Call call) {
        WorkspaceId workspace = call.caller().workspace();
        return rows.read(() -> {
            var versions = new ArrayList<PolicyJson>();
            rows.views().policies().last(workspace, LISTED).forEach(row -> versions.add(rows.policy(row)));
            if (versions.size() < LISTED) {
                versions.add(PolicyJson.DEFAULTS);
            }
            return Answer.ok(new Listed(versions));
        });
    }

    private CompletionStage<HttpResponse> diff(Call call) {
        WorkspaceId workspace = call.caller().workspace();
        return rows.read(() -> {
            int to = (int) call.number("to", current(workspace).version(), 0, Integer.MAX_VALUE);
            int from = (int) call.number("from", Math.max(0, to - 1), 0, Integer.MAX_VALUE);
            var lines = LineDiff.between(
                            version(workspace, from).text(),
                            version(workspace, to).text())
                    .lines();
            return Answer.ok(new Diff(from, to, lines));
        });
    }

    private CompletionStage<HttpResponse> set(Call call, NewPolicy policy) {
        Caller caller = call.caller();
        return rows.read(() -> roleToSet(caller))
                .thenCompose(_ -> entities.<PolicyReply>workspace(
                        caller.workspace(),
                        replyTo -> new Workspace.Command.SetPolicy(
                                policy.expectedVersion(), policy.text(), caller.member(), replyTo)))
                .thenCompose(reply -> switch (reply) {
                    case PolicyReply.Set(int version) ->
                        rows.readSettled(() -> Answer.ok(version(caller.workspace(), version)));
                    case PolicyReply.Outdated(int current) ->
                        throw outdated(current).refused();
                    case PolicyReply.Malformed(String message) ->
                        throw malformed(message).refused();
                    case PolicyReply.UnknownWorkspace _ ->
                        throw Problem.notFound("workspace").refused();
                });
    }

    /** The role that lets {@code caller} set a policy; Refused when theirs does not. */
    private Role roleToSet(Caller caller) {
        return rows.role(caller)
                .filter(MAY_SET::contains)
                .orElseThrow(() -> Problem.forbidden(
                                "not-yours-to-set",
                                "Only owners and admins set the policy of a workspace.",
                                "Ask one of them.")
                        .refused());
    }

    private PolicyJson current(WorkspaceId workspace) {
        return rows.views().policies().current(workspace).map(rows::policy).orElse(PolicyJson.DEFAULTS);
    }

    private PolicyJson version(WorkspaceId workspace, int version) {
        return version == 0
                ? PolicyJson.DEFAULTS
                : rows.views()
                        .policies()
                        .find(workspace, version)
                        .map(rows::policy)
                        .orElseThrow(
                                () -> Problem.notFound("version of the policy").refused());
    }

    private static Problem outdated(int current) {
        return Problem.conflict(
                "policy-outdated",
                "Somebody has set the policy in the meantime: version " + current + " is in force.",
                "Look at it, make your change to it, and set that.");
    }

    private static Problem malformed(String message) {
        return new Problem(
                422,
                "malformed-policy",
                "This is no policy: " + message + ".",
                "Correct it there; what was in force still is.");
    }
}
