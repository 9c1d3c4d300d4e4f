package ai.dropops.cluster.operator;

import ai.dropops.cluster.operator.DeviceLink.Reason;
import ai.dropops.persistence.journal.Stored;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What is so of a device link. */
sealed interface DeviceLinkState extends Stored {
    DeviceLinkState apply(DeviceLinkEvent event);

    /** Nobody has made it. */
    record Unmade() implements DeviceLinkState {
        @Override
        public DeviceLinkState apply(DeviceLinkEvent event) {
            return event instanceof DeviceLinkEvent.Made made ? new Open(made, Map.of()) : this;
        }
    }

    /** It takes hosts, until its end. {@code names} are those of the hosts that have come. */
    record Open(DeviceLinkEvent.Made made, Map<OperatorId, String> names) implements DeviceLinkState {
        public Open {
            names = Map.copyOf(names);
        }

        @Override
        public DeviceLinkState apply(DeviceLinkEvent event) {
            return switch (event) {
                case DeviceLinkEvent.Made _ -> this;
                case DeviceLinkEvent.Used(var operator, var name, var _) -> new Open(made, with(operator, name));
                case DeviceLinkEvent.Revoked(var by, var at) -> new Revoked(this, by, at);
            };
        }

        private Map<OperatorId, String> with(OperatorId operator, String name) {
            var more = new HashMap<>(names);
            more.put(operator, name);
            return more;
        }
    }

    /** It takes no host any more. */
    record Revoked(Open open, MemberId by, Instant at) implements DeviceLinkState {
        @Override
        public DeviceLinkState apply(DeviceLinkEvent event) {
            return this;
        }
    }

    /** How the link stands to a host that shows its token. */
    sealed interface Answer {
        /** It has come before, or its first answer was lost. */
        record Again(Open open, String name) implements Answer {}

        /** Its first time. */
        record First(Open open, String name) implements Answer {}

        record No(Reason reason) implements Answer {}
    }

    /**
     * Judges {@code claim}; nothing but {@link Reason#UNKNOWN} is told to somebody with another token.
     *
     * @param operator the slot the host would fill
     */
    default Answer answer(DeviceLink.Claim claim, OperatorId operator, Instant now) {
        return switch (this) {
            case Unmade _ -> new Answer.No(Reason.UNKNOWN);
            case Revoked(var open, var _, var _) ->
                new Answer.No(isTokenOf(open, claim.tokenHash()) ? Reason.REVOKED : Reason.UNKNOWN);
            case Open open -> answer(open, claim, operator, now);
        };
    }

    private static Answer answer(Open open, DeviceLink.Claim claim, OperatorId operator, Instant now) {
        DeviceLink.Terms terms = open.made().terms();
        String name = open.names().get(operator);
        if (!isTokenOf(open, claim.tokenHash())) {
            return new Answer.No(Reason.UNKNOWN);
        }
        if (!now.isBefore(terms.expiresAt())) {
            return new Answer.No(Reason.EXPIRED);
        }
        if (name != null) {
            return new Answer.Again(open, name);
        }
        return open.names().size() < terms.uses()
                ? new Answer.First(
                        open,
                        terms.name()
                                .of(
                                        claim.hostname(),
                                        open.names().size() + 1,
                                        open.names().values()))
                : new Answer.No(Reason.USED_UP);
    }

    private static boolean isTokenOf(Open open, Digest tokenHash) {
        return open.made().tokenHash().matches(tokenHash);
    }

    /** The workspace it belongs to, if it was made. */
    default boolean isIn(WorkspaceId workspace) {
        return switch (this) {
            case Unmade _ -> false;
            case Open open -> open.made().workspace().equals(workspace);
            case Revoked revoked -> revoked.open().made().workspace().equals(workspace);
        };
    }
}
