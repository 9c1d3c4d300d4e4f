package ai.dropops.web.stream;

import ai.dropops.cluster.batch.Batch;
import ai.dropops.cluster.batch.Progress;
import ai.dropops.protocol.identity.WorkspaceId;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.RecipientRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** One reader's ear at one batch; it asks again from time to time, because a batch that has moved has forgotten it. */
final class Watcher {
    /** What a watcher is told. */
    sealed interface Message {
        /** Its reader is gone. */
        record Leave() implements Message {}
    }

    private record Heard(Progress progress) implements Message {}

    private record AskAgain() implements Message {}

    private Watcher() {}

    static Behavior<Message> create(
            RecipientRef<Batch.Command> batch, WorkspaceId workspace, Duration every, Consumer<Progress> ear) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            ActorRef<Progress> self = context.messageAdapter(Progress.class, Heard::new);
            timers.startTimerWithFixedDelay(new AskAgain(), Duration.ZERO, every);
            return Behaviors.receiveMessage(message -> switch (message) {
                case Heard(var progress) -> {
                    ear.accept(progress);
                    yield Behaviors.same();
                }
                case AskAgain _ -> {
                    batch.tell(new Batch.Command.Watch(workspace, self));
                    yield Behaviors.same();
                }
                case Message.Leave _ -> {
                    batch.tell(new Batch.Command.Unwatch(self));
                    yield Behaviors.stopped();
                }
            });
        }));
    }
}
