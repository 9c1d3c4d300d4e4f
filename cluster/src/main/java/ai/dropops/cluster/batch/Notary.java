package ai.dropops.cluster.batch;

import ai.dropops.cluster.execution.Dispatch;
import ai.dropops.persistence.view.Views;
import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.audit.Checkpoint;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Counter-signs how far hosts' histories have come and tells the hosts: some time after receipts are stored, so that nobody
 * waits for it, and once for all that a host has told meanwhile. What is not signed when the process ends is with the host's next receipt.
 */
public final class Notary {
    /** What a notary is told. */
    public sealed interface Command {
        /** These receipts are stored. */
        record Stored(List<Receipt.Signed> receipts) implements Command {
            public Stored {
                receipts = List.copyOf(receipts);
            }
        }
    }

    private record Due() implements Command {}

    private record Witnessed(List<Checkpoint.Signed> checkpoints) implements Command {}

    private record NotWitnessed(List<Receipt.Signed> receipts, String why) implements Command {}

    /**
     * What a notary works with.
     *
     * @param sign answers the permit key's Ed25519 signature of the message it is given
     * @param after how long after the first receipt
     */
    public record Surroundings(
            Views views,
            Dispatch dispatch,
            UnaryOperator<byte[]> sign,
            Executor blocking,
            Clock clock,
            Duration after) {}

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final Surroundings with;
    private final List<Receipt.Signed> stored = new ArrayList<>();

    private Notary(ActorContext<Command> context, TimerScheduler<Command> timers, Surroundings with) {
        this.context = context;
        this.timers = timers;
        this.with = with;
    }

    public static Behavior<Command> create(Surroundings with) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new Notary(context, timers, with).open()));
    }

    private Behavior<Command> open() {
        return Behaviors.receiveMessage(command -> {
            switch (command) {
                case Command.Stored(var receipts) -> onStored(receipts);
                case Due _ -> onDue();
                case Witnessed(var checkpoints) -> checkpoints.forEach(with.dispatch()::witnessed);
                case NotWitnessed(var receipts, var why) -> onNotWitnessed(receipts, why);
            }
            return Behaviors.same();
        });
    }

    private void onStored(List<Receipt.Signed> receipts) {
        if (stored.isEmpty()) {
            timers.startSingleTimer(new Due(), with.after());
        }
        stored.addAll(receipts);
    }

    private void onDue() {
        List<Receipt.Signed> receipts = List.copyOf(stored);
        stored.clear();
        context.pipeToSelf(
                CompletableFuture.supplyAsync(
                        () -> with.views()
                                .checkpoints()
                                .witness(receipts, with.clock().instant(), with.sign()),
                        with.blocking()),
                (checkpoints, failure) -> failure == null
                        ? new Witnessed(checkpoints)
                        : new NotWitnessed(receipts, String.valueOf(failure.getMessage())));
    }

    private void onNotWitnessed(List<Receipt.Signed> receipts, String why) {
        context.getLog().error("The word on {} receipts cannot be stored yet: {}", receipts.size(), why);
        onStored(receipts);
    }
}
