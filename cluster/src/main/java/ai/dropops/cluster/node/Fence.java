package ai.dropops.cluster.node;

import ai.dropops.persistence.node.Registration;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent.CurrentClusterState;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Down;
import org.jspecify.annotations.Nullable;

/**
 * Looks at nodes that do not answer. Who has lost its lock in the database is dead; who has not is left alone until it is
 * clear that it is cut off from most of the others. Either is shut out of the database first, and taken off the cluster then.
 */
final class Fence {
    sealed interface Command {}

    private record Look() implements Command {}

    /** What was found of those that did not answer. */
    private record Looked(List<Member> gone, @Nullable Throwable failure) implements Command {}

    private final ActorContext<Command> context;
    private final Registration registration;
    private final Duration cutOffAfter;
    private final Executor blocking;
    private final Clock clock;
    private final Cluster cluster;
    private final Map<Member, Instant> silentSince = new HashMap<>();
    private boolean looking;

    private Fence(
            ActorContext<Command> context,
            Registration registration,
            MembershipSettings settings,
            Executor blocking,
            Clock clock) {
        this.context = context;
        this.registration = registration;
        this.cutOffAfter = settings.cutOffAfter();
        this.blocking = blocking;
        this.clock = clock;
        this.cluster = Cluster.get(context.getSystem());
    }

    static Behavior<Command> create(
            Registration registration, MembershipSettings settings, Executor blocking, Clock clock) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(new Look(), settings.lookEvery());
            return new Fence(context, registration, settings, blocking, clock).watching();
        }));
    }

    private Behavior<Command> watching() {
        return Behaviors.receiveMessage(command -> {
            switch (command) {
                case Look _ -> look();
                case Looked(var gone, var failure) -> {
                    looking = false;
                    if (failure != null) {
                        context.getLog().warn("Nodes that do not answer cannot be looked at: {}", failure.getMessage());
                    }
                    gone.forEach(this::takeOff);
                }
            }
            return Behaviors.same();
        });
    }

    private void look() {
        CurrentClusterState state = cluster.state();
        Set<Member> silent = Set.copyOf(state.getUnreachable());
        Instant now = clock.instant();
        silentSince.keySet().retainAll(silent);
        silent.forEach(member -> silentSince.putIfAbsent(member, now));
        if (looking || silent.isEmpty()) {
            return;
        }
        looking = true;
        Set<Member> cutOff = goesOn(state, silent, cluster.selfMember()) ? longSilent(now) : Set.of();
        context.pipeToSelf(
                CompletableFuture.supplyAsync(() -> gone(silent, cutOff), blocking),
                (gone, failure) -> new Looked(gone == null ? List.of() : gone, failure));
    }

    /** Blocks. */
    private List<Member> gone(Set<Member> silent, Set<Member> cutOff) {
        var gone = new ArrayList<Member>();
        for (Member member : silent) {
            var peer = Joining.peer(member);
            if (registration.outlives(peer)) {
                gone.add(member);
            } else if (cutOff.contains(member)) {
                registration.fence(peer);
                gone.add(member);
            }
        }
        return gone;
    }

    private void takeOff(Member member) {
        context.getLog().warn("{} is gone and was shut out", member.address());
        cluster.manager().tell(new Down(member.address()));
    }

    private Set<Member> longSilent(Instant now) {
        var cutOff = new HashSet<Member>();
        silentSince.forEach((member, since) -> {
            if (Duration.between(since, now).compareTo(cutOffAfter) > 0) {
                cutOff.add(member);
            }
        });
        return cutOff;
    }

    /** Whether this side of a cut is the one that goes on: the larger one, or of equal ones that of the oldest node. */
    private static boolean goesOn(CurrentClusterState state, Set<Member> silent, Member self) {
        List<Member> all = StreamSupport.stream(state.getMembers().spliterator(), false)
                .sorted(Member.ageOrdering())
                .toList();
        int here = (int) all.stream().filter(member -> !silent.contains(member)).count();
        int there = all.size() - here;
        boolean oldestIsHere = !all.isEmpty() && !silent.contains(all.getFirst());
        return !silent.contains(self) && (here > there || (here == there && oldestIsHere));
    }
}
