package ai.dropops.cluster.workspace;

import ai.dropops.cluster.workspace.Workspace.Event;
import ai.dropops.persistence.journal.Stored;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.SessionId;
import org.jspecify.annotations.Nullable;

/** What is so of a workspace. */
sealed interface WorkspaceState extends Stored {
    WorkspaceState apply(Event event);

    record Unfounded() implements WorkspaceState {
        @Override
        public WorkspaceState apply(Event event) {
            return event instanceof Event.Founded(var name, var owner, var _, var session, var _)
                    ? new Founded(name, owner, session, 0, null)
                    : this;
        }
    }

    /**
     * It has an owner.
     *
     * @param slots the highest number given to an operator slot
     * @param policy what was set last; null while the defaults are in force
     */
    record Founded(String name, MemberId owner, SessionId session, int slots, Event.@Nullable PolicySet policy)
            implements WorkspaceState {
        /** The number of the policy in force, 0 for the defaults. */
        int policyVersion() {
            return policy == null ? 0 : policy.version();
        }

        @Override
        public WorkspaceState apply(Event event) {
            return switch (event) {
                case Event.Founded _ -> this;
                case Event.SlotNumbered(int number) -> new Founded(name, owner, session, number, policy);
                case Event.PolicySet set -> new Founded(name, owner, session, slots, set);
            };
        }
    }
}
