package ai.dropops.cluster.session;

import ai.dropops.persistence.view.Host;
import ai.dropops.persistence.view.PolicyRow;
import ai.dropops.persistence.view.Views;
import ai.dropops.protocol.action.Action;
import ai.dropops.protocol.guard.Guard;
import ai.dropops.protocol.guard.HostFacts;
import ai.dropops.protocol.guard.Policy;
import ai.dropops.protocol.guard.Verdict;
import ai.dropops.protocol.identity.SessionId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** What the guard says of actions under the policy in force in a workspace. It blocks. */
public record Judging(Views views) {
    /** What would become of an action, without proposing it. */
    public sealed interface Explanation {
        record Judged(Verdict verdict) implements Explanation {}

        /** There are no such hosts. */
        record NoHosts(String message) implements Explanation {}
    }

    private record HostClass(HostFacts facts, boolean production) {}

    /**
     * Judges {@code action} for {@code targets}, which need not be bound: {@code all} are those of {@code session}.
     *
     * @param now when it is asked
     */
    public Explanation explain(Action action, String targets, WorkspaceId workspace, SessionId session, Instant now) {
        var scope = new Targets.Scope(workspace, session, false, _ -> true);
        return switch (Targets.resolve(targets, scope, views, now)) {
            case Targets.NotFound(var _, var message) -> new Explanation.NoHosts(message);
            case Targets.Found(var hosts) -> new Explanation.Judged(judge(action, hosts, policy(workspace)));
        };
    }

    /** The policy in force; MalformedPolicy when this version of DropOps cannot read it. */
    Policy policy(WorkspaceId workspace) {
        return views.policies()
                .current(workspace)
                .map(PolicyRow::text)
                .map(Policy::parse)
                .orElseGet(Policy::defaults);
    }

    /** The strictest verdict over the classes of equal hosts, and over how many there are. */
    static Verdict judge(Action action, List<Host> hosts, Policy policy) {
        return hosts.stream()
                .map(host -> new HostClass(
                        new HostFacts(host.kind(), host.confinement()),
                        policy.isProduction(host.name(), host.hostname())))
                .distinct()
                .map(hostClass -> judge(action, hostClass, policy))
                .max(Comparator.comparingInt(Judging::strictness))
                .orElseThrow()
                .on(hosts.size());
    }

    private static Verdict judge(Action action, HostClass hosts, Policy policy) {
        Verdict verdict = Guard.judge(action, hosts.facts(), policy);
        return hosts.production() && verdict instanceof Verdict.Ask ask
                ? ask.raised("works in production, as the policy says")
                : verdict;
    }

    private static int strictness(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Allow _ -> 0;
            case Verdict.Ask(var risk, var _, var _, var _) ->
                switch (risk) {
                    case LOW -> 1;
                    case MEDIUM -> 2;
                    case HIGH -> 3;
                };
            case Verdict.Deny _ -> 4;
        };
    }
}
