package ai.dropops.cluster.workspace;

import ai.dropops.cluster.workspace.Workspace.Event;
import ai.dropops.persistence.journal.Stored;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.SessionId;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is so of a workspace. */
sealed interface WorkspaceState extends Stored {
    WorkspaceState apply(Event event);

    record Unfounded() implements WorkspaceState {
        @Override
        public WorkspaceState apply(Event event) {
            return event instanceof Event.Founded(var name, var owner, var _, var session, var _)
                    ? new Founded(name, owner, session, 0, Optional.empty(), new TreeMap<>())
                    : this;
        }
    }

    /**
     * It has an owner.
     *
     * @param slots the highest number given to an operator slot
     * @param policy what was set last; empty while the defaults are in force
     * @param groups the TARGET of each name; an empty one is remembered of a group that ended
     */
    record Founded(
            String name,
            MemberId owner,
            SessionId session,
            int slots,
            Optional<Event.PolicySet> policy,
            SortedMap<String, String> groups)
            implements WorkspaceState {
        public Founded {
            groups = Collections.unmodifiableSortedMap(new TreeMap<>(groups));
        }

        /** The number of the policy in force, 0 for the defaults. */
        int policyVersion() {
            return policy.map(Event.PolicySet::version).orElse(0);
        }

        @Override
        public WorkspaceState apply(Event event) {
            return switch (event) {
                case Event.Founded _ -> this;
                case Event.SlotNumbered(int number) -> new Founded(name, owner, session, number, policy, groups);
                case Event.PolicySet set -> new Founded(name, owner, session, slots, Optional.of(set), groups);
                case Event.GroupSet set -> new Founded(name, owner, session, slots, policy, with(set));
            };
        }

        private SortedMap<String, String> with(Event.GroupSet set) {
            var changed = new TreeMap<>(groups);
            changed.put(set.name(), set.targets());
            return changed;
        }
    }
}
