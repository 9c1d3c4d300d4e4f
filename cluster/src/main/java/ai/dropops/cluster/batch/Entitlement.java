package ai.dropops.cluster.batch;

import ai.dropops.cluster.batch.BatchEvent.Opening;
import ai.dropops.cluster.batch.BatchState.Begun;
import ai.dropops.cluster.execution.Permitted;
import ai.dropops.persistence.view.Host;
import ai.dropops.persistence.view.MemberRow;
import ai.dropops.persistence.view.PolicyRow;
import ai.dropops.persistence.view.Views;
import ai.dropops.protocol.action.Permit;
import ai.dropops.protocol.guard.Guard;
import ai.dropops.protocol.guard.HostFacts;
import ai.dropops.protocol.guard.Policy;
import ai.dropops.protocol.guard.Verdict;
import ai.dropops.protocol.guard.policy.MalformedPolicy;
import ai.dropops.protocol.identity.OperatorId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Whether orders of a batch may still be delivered, some time after it was approved. It blocks. */
record Entitlement(Views views, Opening opening, Permit permit, Permitted permitted) {
    static Entitlement of(Views views, Begun begun, Permitted permitted) {
        return new Entitlement(views, begun.opening(), begun.permit(), permitted);
    }

    /** Those of the targets {@code indexes} that must not get their order any more, under the mark that says why. */
    Map<Mark, Set<Integer>> withdrawn(List<Integer> indexes) {
        var withdrawn = new EnumMap<Mark, Set<Integer>>(Mark.class);
        if (!mayRequesterRun()) {
            withdrawn.put(Mark.UNENTITLED, new TreeSet<>(indexes));
            return withdrawn;
        }
        for (int index : prohibited(indexes)) {
            withdrawn.computeIfAbsent(Mark.PROHIBITED, _ -> new TreeSet<>()).add(index);
        }
        return withdrawn;
    }

    private boolean mayRequesterRun() {
        return views.members()
                .find(opening.workspace(), opening.by())
                .filter(member -> member.role() != MemberRow.Role.VIEWER)
                .isPresent();
    }

    private List<Integer> prohibited(List<Integer> indexes) {
        try {
            Policy policy = views.policies()
                    .current(opening.workspace())
                    .map(PolicyRow::text)
                    .map(Policy::parse)
                    .orElseGet(Policy::defaults);
            return policy.digest().matches(permitted.frozen().proposal().policy())
                    ? List.of()
                    : indexes.stream().filter(index -> !permits(policy, index)).toList();
        } catch (MalformedPolicy e) {
            return indexes;
        }
    }

    private boolean permits(Policy policy, int index) {
        Optional<Host> host = host(permitted.target(index).operator());
        if (host.isEmpty()) {
            return false;
        }
        var facts = new HostFacts(host.get().kind(), host.get().confinement());
        return switch (Guard.judge(permitted.frozen().proposal().action(), facts, policy)) {
            case Verdict.Allow _ -> true;
            case Verdict.Ask _ -> permit.authority() == Permit.Authority.HUMAN;
            case Verdict.Deny _ -> false;
        };
    }

    private Optional<Host> host(OperatorId operator) {
        return views.operators().meant(opening.workspace(), operator.value()).stream()
                .filter(host -> host.operator().equals(operator))
                .findFirst();
    }
}
