package ai.dropops.cluster.node;

import ai.dropops.persistence.view.WakeUps;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent.MemberEvent;
import org.apache.pekko.cluster.ClusterEvent.MemberRemoved;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;
import org.jspecify.annotations.Nullable;

/**
 * Wakes the entities whose work waits, on whichever node they belong now; waking one that is awake changes nothing. The
 * oldest node does so: all of them once a node is gone, and every moment those that must never sleep.
 */
final class Waker {
    /** Which entities are meant. */
    enum Which {
        /** Whatever may have lost its node. */
        ALL,
        /** Approvals and batches that have not ended; they may have moved to a node that does not know of them. */
        UNFINISHED
    }

    sealed interface Command {}

    private record Changed(MemberEvent event) implements Command {}

    private record Moment() implements Command {}

    private record Woken(@Nullable Throwable failure) implements Command {}

    private Waker() {}

    /** @param waking wakes what {@link WakeUps} names, and blocks */
    static Behavior<Command> create(Duration every, Consumer<Which> waking, Executor blocking) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            ActorRef<MemberEvent> events = context.messageAdapter(MemberEvent.class, Changed::new);
            Cluster.get(context.getSystem()).subscriptions().tell(Subscribe.create(events, MemberEvent.class));
            timers.startTimerWithFixedDelay(new Moment(), every);
            return waiting(context, waking, blocking, Which.ALL);
        }));
    }

    /** {@code next} is what the next moment has to wake. */
    private static Behavior<Command> waiting(
            ActorContext<Command> context, Consumer<Which> waking, Executor blocking, Which next) {
        return Behaviors.receiveMessage(command -> switch (command) {
            case Changed(MemberRemoved _) -> {
                wake(context, waking, blocking, Which.ALL);
                yield waiting(context, waking, blocking, Which.ALL);
            }
            case Changed _ -> Behaviors.same();
            case Moment _ -> {
                wake(context, waking, blocking, next);
                yield waiting(context, waking, blocking, Which.UNFINISHED);
            }
            case Woken(var failure) -> {
                if (failure != null) {
                    context.getLog().warn("Entities that wait cannot be looked up: {}", failure.getMessage());
                }
                yield Behaviors.same();
            }
        });
    }

    private static void wake(ActorContext<Command> context, Consumer<Which> waking, Executor blocking, Which which) {
        if (isOldest(Cluster.get(context.getSystem()))) {
            context.pipeToSelf(
                    CompletableFuture.runAsync(() -> waking.accept(which), blocking),
                    (_, failure) -> new Woken(failure));
        }
    }

    private static boolean isOldest(Cluster cluster) {
        var self = cluster.selfMember();
        return List.of(MemberStatus.up(), MemberStatus.leaving()).contains(self.status())
                && StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
                        .filter(member -> member.status().equals(MemberStatus.up()))
                        .noneMatch(member -> member.isOlderThan(self));
    }
}
