package ai.dropops.persistence.journal;

import ai.dropops.persistence.schema.DataFolder;
import ai.dropops.persistence.schema.Database;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;

/** An entity that counts, written down count by count. */
final class Tally extends EventSourcedBehavior<Tally.Command, Tally.Counted, Long> {
    sealed interface Command {
        record Count(ActorRef<Long> replyTo) implements Command {}

        record Get(ActorRef<Long> replyTo) implements Command {}
    }

    record Counted(long to) implements Stored {}

    private Tally(String name) {
        super(PersistenceId.ofUniqueId(name));
    }

    static Behavior<Command> create(String name) {
        return new Tally(name);
    }

    @Override
    public Long emptyState() {
        return 0L;
    }

    @Override
    public CommandHandler<Command, Counted, Long> commandHandler() {
        return (state, command) -> switch (command) {
            case Command.Count(var replyTo) ->
                Effect().persist(new Counted(state + 1)).thenRun(() -> replyTo.tell(state + 1));
            case Command.Get(var replyTo) -> Effect().none().thenRun(() -> replyTo.tell(state));
        };
    }

    @Override
    public EventHandler<Long, Counted> eventHandler() {
        return (state, event) -> {
            if (event.to() != state + 1) {
                throw new IllegalStateException(event + " after " + state);
            }
            return event.to();
        };
    }

    static Config config(Path journal) {
        var names = Map.of("dropops.journal.names", Map.of("tally.counted", Counted.class.getName()));
        return Journal.in(journal, ConfigFactory.parseMap(names).withFallback(ConfigFactory.load()));
    }

    /** Counts for ever in the folder given, and prints each number once it is confirmed. */
    static final class ForEver {
        public static void main(String[] arguments) {
            var folder = DataFolder.open(Path.of(arguments[0]));
            Database.open(folder.journal(), ConfigFactory.load());
            ActorSystem.create(counting(), "counting", config(folder.journal()));
        }

        private static Behavior<Long> counting() {
            return Behaviors.setup(context -> {
                var tally = context.spawn(Tally.create("tally"), "tally");
                context.setReceiveTimeout(Duration.ofSeconds(30), -1L);
                tally.tell(new Command.Count(context.getSelf()));
                return Behaviors.receiveMessage(confirmed -> {
                    System.out.println(confirmed);
                    tally.tell(new Command.Count(context.getSelf()));
                    return Behaviors.same();
                });
            });
        }
    }
}
