package ai.dropops.cluster.session;

import ai.dropops.persistence.view.Host;
import ai.dropops.persistence.view.OperatorRow;
import ai.dropops.persistence.view.OperatorRows;
import ai.dropops.persistence.view.Views;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.SessionId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What a TARGET means: the hosts, or why there are none. */
sealed interface Targets {
    /** Ascending by operator id. */
    record Found(List<Host> hosts) implements Targets {
        public Found {
            hosts = List.copyOf(hosts);
        }
    }

    record NotFound(Session.ProposeReply.Reason reason, String message) implements Targets {}

    /**
     * Which operators may be meant.
     *
     * @param everyone whether {@code all} means every enrolled operator, and not only those bound to {@code session}
     * @param holds whether an operator may be meant at all
     */
    record Scope(WorkspaceId workspace, SessionId session, boolean everyone, Predicate<Host> holds) {
        /** The operators bound to {@code session}, as its own events and the rows agree. */
        static Scope bound(WorkspaceId workspace, SessionId session, Set<OperatorId> bound) {
            return new Scope(
                    workspace,
                    session,
                    false,
                    host -> bound.contains(host.operator()) && session.equals(host.boundSession()));
        }

        private boolean hasInAll(Host host) {
            return everyone || session.equals(host.boundSession());
        }

        private List<Host> all(OperatorRows rows) {
            return everyone ? rows.enrolled(workspace) : rows.bound(workspace, session);
        }
    }

    /** Reads {@code text} against the rows as they are at {@code now}; blocks. */
    static Targets resolve(String text, Scope scope, Views views, Instant now) {
        if (text.chars().allMatch(c -> c == ',' || Character.isWhitespace(c))) {
            return new NotFound(Session.ProposeReply.Reason.BAD_TARGET, "Name at least one host, or 'all'.");
        }
        try {
            return resolve(
                    TargetReader.read(text.strip(), views.groups().of(scope.workspace())),
                    scope,
                    views.operators(),
                    now);
        } catch (MalformedTarget e) {
            return new NotFound(Session.ProposeReply.Reason.BAD_TARGET, String.valueOf(e.getMessage()));
        }
    }

    private static Targets resolve(TargetExpression expression, Scope scope, OperatorRows rows, Instant now) {
        var eligible = new TreeMap<OperatorId, Host>(Comparator.naturalOrder());
        add(eligible, scope, scope.all(rows));
        var known = new HashSet<String>();
        eligible.values().forEach(host -> known.addAll(names(host)));
        var unknown = new TreeSet<String>();
        var foreign = new TreeSet<String>();
        Set<String> wanted = expression.wanted().collect(Collectors.toSet());
        expression.mentioned().filter(word -> !known.contains(word)).distinct().forEach(word -> {
            List<Host> meant = rows.meant(scope.workspace(), word);
            if (meant.isEmpty()) {
                unknown.add(word);
            } else if (!add(eligible, scope, meant) && wanted.contains(word)) {
                foreign.add(word);
            }
        });
        var hosts = List.copyOf(eligible.values());
        Optional<String> stray = expression
                .labels()
                .filter(key ->
                        hosts.stream().noneMatch(host -> host.labels().all().containsKey(key)))
                .findFirst();
        if (stray.isPresent()) {
            return strayLabel(stray.get());
        }
        return unknown.isEmpty() && foreign.isEmpty()
                ? chosen(expression, scope, hosts, facts(expression, scope, eligible, rows, now))
                : notFound(unknown, foreign);
    }

    /** Whether {@code scope} holds any of {@code hosts}, which are then eligible. */
    private static boolean add(Map<OperatorId, Host> eligible, Scope scope, List<Host> hosts) {
        var held = hosts.stream().filter(scope.holds()).toList();
        held.forEach(host -> eligible.put(host.operator(), host));
        return !held.isEmpty();
    }

    private static List<String> names(Host host) {
        return List.of(host.operator().value(), host.name(), host.hostname(), Integer.toString(host.number()));
    }

    private static Map<OperatorId, Map<Fact, String>> facts(
            TargetExpression expression, Scope scope, Map<OperatorId, Host> eligible, OperatorRows rows, Instant now) {
        return expression.asksForFacts()
                ? rows.find(scope.workspace(), eligible.keySet()).stream()
                        .collect(Collectors.toMap(OperatorRow::id, row -> Fact.of(row, now)))
                : Map.of();
    }

    private static Targets chosen(
            TargetExpression expression, Scope scope, List<Host> eligible, Map<OperatorId, Map<Fact, String>> facts) {
        var found = eligible.stream()
                .filter(host -> expression.holds(new TargetExpression.Subject(
                                host, scope.hasInAll(host), facts.getOrDefault(host.operator(), Map.of())))
                        == TargetExpression.Truth.YES)
                .toList();
        return found.isEmpty() ? nobody(scope, eligible.size()) : new Found(found);
    }

    private static NotFound nobody(Scope scope, int eligible) {
        return new NotFound(
                Session.ProposeReply.Reason.NO_TARGETS,
                eligible == 0
                        ? scope.everyone()
                                ? "No operator is enrolled yet."
                                : "No operator is bound to this session; bind at least one."
                        : "The target means none of the " + eligible + " operators it may name.");
    }

    /** A misspelt key would make the rest of the target mean what nobody wanted: {@code all & !rloe=canary}. */
    private static NotFound strayLabel(String key) {
        return new NotFound(
                Session.ProposeReply.Reason.BAD_TARGET,
                "'" + key
                        + "' is no fact of a host, and no operator that may be named has a label of that key; facts are "
                        + Fact.words() + ".");
    }

    private static NotFound notFound(Set<String> unknown, Set<String> foreign) {
        return unknown.isEmpty()
                ? new NotFound(
                        Session.ProposeReply.Reason.NOT_BOUND,
                        "Bind first, then run: " + String.join(", ", foreign) + " does not belong to this session.")
                : new NotFound(
                        Session.ProposeReply.Reason.BAD_TARGET,
                        "No enrolled operator is called " + String.join(", ", unknown) + ".");
    }
}
