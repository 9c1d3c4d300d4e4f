package ai.dropops.cluster.operator;

import ai.dropops.protocol.identity.ProposalId;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** What is known of an operator only while its entity lives: its link, its last beat, who waits for it. */
final class Presence {
    private static final long UNKNOWN = -1;

    private @Nullable ActorRef<LinkCommand> link;
    private @Nullable Doubt doubt;
    private Instant beatAt = Instant.MIN;
    private boolean watchedForSilence;
    private long lastSequence = UNKNOWN;
    private final Set<ProposalId> awaiting = new HashSet<>();

    Optional<ActorRef<LinkCommand>> link() {
        return Optional.ofNullable(link);
    }

    Operator.LinkReply whereIsLink() {
        return link == null ? new Operator.LinkReply.NotConnected() : new Operator.LinkReply.LinkAt(link);
    }

    boolean isLinkedBy(ActorRef<LinkCommand> candidate) {
        return candidate.equals(link);
    }

    /** How things stood when a link was asked whether its host is there. */
    private record Doubt(
            ActorRef<LinkCommand> asking, @Nullable ActorRef<LinkCommand> link, long lastSequence) {}

    /** {@code asking} has to confirm that its host waits at its other end, as things stand. */
    void doubt(ActorRef<LinkCommand> asking) {
        doubt = new Doubt(asking, link, lastSequence);
    }

    /** Whether it is {@code asking} that has to confirm, and nothing has come between. */
    boolean isInDoubt(ActorRef<LinkCommand> asking) {
        return new Doubt(asking, link, lastSequence).equals(doubt);
    }

    void attach(ActorRef<LinkCommand> attached) {
        link = attached;
    }

    void detach() {
        link = null;
    }

    Instant beatAt() {
        return beatAt;
    }

    void beat(Instant at) {
        beatAt = at;
    }

    /** Whether a timer must be started that finds out when it has fallen silent. */
    boolean beginsSilenceWatch() {
        boolean begins = !watchedForSilence;
        watchedForSilence = true;
        return begins;
    }

    void endSilenceWatch() {
        watchedForSilence = false;
    }

    /** The highest sequence a receipt of this enrolment ever had, if it was looked up. */
    OptionalLong lastSequence() {
        return lastSequence == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(lastSequence);
    }

    void sequenceReached(long sequence) {
        lastSequence = Math.max(lastSequence, sequence);
    }

    /** A new enrolment counts from the beginning. */
    void forgetSequence() {
        lastSequence = UNKNOWN;
    }

    void await(ProposalId proposal) {
        awaiting.add(proposal);
    }

    /** Those that wait for its return; they wait no longer. */
    Set<ProposalId> released() {
        var released = Set.copyOf(awaiting);
        awaiting.clear();
        return released;
    }
}
