package ai.dropops.cluster.node;

import ai.dropops.cluster.CborSerializable;
import ai.dropops.persistence.view.Change;
import ai.dropops.persistence.view.ViewWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;

/** Tells the other nodes which rows this one has written, this one which they have, and waits for theirs when asked to. */
final class Gazette {
    static final ServiceKey<Command> KEY = ServiceKey.create(Command.class, "gazette");

    /** What one gazette tells another, and its own node tells it. */
    sealed interface Command extends CborSerializable {
        /** Rows of the telling node were committed. */
        record Committed(List<Change> changes) implements Command {
            public Committed {
                changes = List.copyOf(changes);
            }
        }

        /** Answers with {@link Flushed} once what is queued there can be read. */
        record Flush(long number, ActorRef<Command> replyTo) implements Command {}

        record Flushed(long number, ActorRef<Command> from) implements Command {}
    }

    /** The rows of other nodes are waited for; from this node only. */
    record Await(CompletableFuture<Void> done) implements Command {}

    private record Own(List<Change> changes) implements Command {}

    private record Others(Set<ActorRef<Command>> all) implements Command {}

    private record Written(Command.Flush flush) implements Command {}

    private record Overdue(long number) implements Command {}

    private record Waiting(Set<ActorRef<Command>> left, CompletableFuture<Void> done) {}

    private static final int CHANGES = 2_000;

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final ViewWriter rows;
    private final Duration patience;
    private final Map<Long, Waiting> waiting = new HashMap<>();
    private Set<ActorRef<Command>> others = Set.of();
    private long last;

    private Gazette(ActorContext<Command> context, TimerScheduler<Command> timers, ViewWriter rows, Duration patience) {
        this.context = context;
        this.timers = timers;
        this.rows = rows;
        this.patience = patience;
    }

    /** @param patience how long other nodes' rows are waited for; a node that is gone has none to give */
    static Behavior<Command> create(ViewWriter rows, Duration patience) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            ActorRef<Command> self = context.getSelf();
            var receptionist = context.getSystem().receptionist();
            receptionist.tell(Receptionist.register(KEY, self));
            receptionist.tell(Receptionist.subscribe(
                    KEY,
                    context.messageAdapter(
                            Receptionist.Listing.class, listing -> new Others(listing.getServiceInstances(KEY)))));
            rows.passOn(changes -> self.tell(new Own(changes)));
            return new Gazette(context, timers, rows, patience).open();
        }));
    }

    private Behavior<Command> open() {
        return Behaviors.receiveMessage(command -> {
            switch (command) {
                case Own(var changes) -> onOwn(changes);
                case Command.Committed(var changes) -> rows.committedElsewhere(changes);
                case Others(var all) -> onOthers(all);
                case Await(var done) -> onAwait(done);
                case Command.Flush flush -> context.pipeToSelf(rows.flushed(), (_, _) -> new Written(flush));
                case Written(var flush) -> flush.replyTo().tell(new Command.Flushed(flush.number(), context.getSelf()));
                case Command.Flushed(long number, var from) -> onFlushed(number, from);
                case Overdue(long number) -> complete(number);
            }
            return Behaviors.same();
        });
    }

    private void onOwn(List<Change> changes) {
        for (int from = 0; from < changes.size(); from += CHANGES) {
            var part = new Command.Committed(changes.subList(from, Math.min(changes.size(), from + CHANGES)));
            others.forEach(other -> other.tell(part));
        }
    }

    private void onOthers(Set<ActorRef<Command>> all) {
        var changed = new HashSet<>(all);
        changed.remove(context.getSelf());
        others = Set.copyOf(changed);
        for (long number : List.copyOf(waiting.keySet())) {
            Waiting wait = waiting.get(number);
            if (wait != null) {
                wait.left().retainAll(others);
                completeIfOver(number, wait);
            }
        }
    }

    private void onAwait(CompletableFuture<Void> done) {
        long number = ++last;
        var wait = new Waiting(new HashSet<>(others), done);
        waiting.put(number, wait);
        others.forEach(other -> other.tell(new Command.Flush(number, context.getSelf())));
        timers.startSingleTimer(number, new Overdue(number), patience);
        completeIfOver(number, wait);
    }

    private void onFlushed(long number, ActorRef<Command> from) {
        Waiting wait = waiting.get(number);
        if (wait != null) {
            wait.left().remove(from);
            completeIfOver(number, wait);
        }
    }

    private void completeIfOver(long number, Waiting wait) {
        if (wait.left().isEmpty()) {
            complete(number);
        }
    }

    private void complete(long number) {
        Waiting wait = waiting.remove(number);
        if (wait != null) {
            timers.cancel(number);
            wait.done().complete(null);
        }
    }
}
