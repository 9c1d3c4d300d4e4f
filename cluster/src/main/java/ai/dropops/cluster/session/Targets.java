package ai.dropops.cluster.session;

import ai.dropops.persistence.view.Host;
import ai.dropops.persistence.view.OperatorRows;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.SessionId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What a TARGET means: the hosts, or why there are none. */
sealed interface Targets {
    /** Ascending by operator id. */
    record Found(List<Host> hosts) implements Targets {
        public Found {
            hosts = List.copyOf(hosts);
        }
    }

    record NotFound(Session.ProposeReply.Reason reason, String message) implements Targets {}

    /** Whose operators may be meant. */
    record Scope(WorkspaceId workspace, SessionId session, Predicate<Host> holds) {
        /** The operators bound to {@code session}, as its own events and the rows agree. */
        static Scope bound(WorkspaceId workspace, SessionId session, Set<OperatorId> bound) {
            return new Scope(
                    workspace, session, host -> bound.contains(host.operator()) && session.equals(host.boundSession()));
        }
    }

    /** Reads {@code expression} against the rows; blocks. */
    static Targets resolve(String expression, Scope scope, OperatorRows rows) {
        var words = Arrays.stream(expression.split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
        if (words.isEmpty()) {
            return new NotFound(Session.ProposeReply.Reason.BAD_TARGET, "Name at least one host, or 'all'.");
        }
        var unknown = new LinkedHashSet<String>();
        var foreign = new LinkedHashSet<String>();
        var found = new TreeSet<Host>(Comparator.comparing(Host::operator));
        for (String word : words) {
            List<Host> meant = meant(word, scope, rows);
            var bound = meant.stream().filter(scope.holds()).toList();
            found.addAll(bound);
            if (meant.isEmpty() && !word.equals("all")) {
                unknown.add(word);
            } else if (bound.isEmpty() && !word.equals("all")) {
                foreign.add(word);
            }
        }
        return answer(unknown, foreign, found);
    }

    private static List<Host> meant(String word, Scope scope, OperatorRows rows) {
        return word.equals("all")
                ? rows.bound(scope.workspace(), scope.session())
                : rows.meant(scope.workspace(), word);
    }

    private static Targets answer(Set<String> unknown, Set<String> foreign, Set<Host> found) {
        if (!unknown.isEmpty()) {
            return new NotFound(
                    Session.ProposeReply.Reason.BAD_TARGET,
                    "No enrolled operator is called " + String.join(", ", unknown) + ".");
        }
        if (!foreign.isEmpty()) {
            return new NotFound(
                    Session.ProposeReply.Reason.NOT_BOUND,
                    "Bind first, then run: " + String.join(", ", foreign) + " does not belong to this session.");
        }
        return found.isEmpty()
                ? new NotFound(
                        Session.ProposeReply.Reason.NO_TARGETS,
                        "No operator is bound to this session; bind at least one.")
                : new Found(new ArrayList<>(found));
    }
}
