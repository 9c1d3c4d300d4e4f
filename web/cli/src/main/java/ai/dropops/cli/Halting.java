package ai.dropops.cli;

import ai.dropops.cli.connect.ControlPlane;
import ai.dropops.cli.connect.Refused;
import ai.dropops.cli.follow.Halt;
import ai.dropops.cli.print.Keyboard;
import ai.dropops.cli.print.Screen;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** What is said, and asked, while a batch halts between its waves. */
final class Halting {
    private final ControlPlane controlPlane;
    private final Screen screen;
    private final String batch;
    /** Whoever is asked may take their time: the batch is followed meanwhile, as others may decide too. */
    private final Executor asking =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());

    private Optional<Halt> last = Optional.empty();

    Halting(ControlPlane controlPlane, Screen screen, String batch) {
        this.controlPlane = controlPlane;
        this.screen = screen;
        this.batch = batch;
    }

    /** Takes note of how the batch stands now. */
    void hear(JsonNode json) {
        Optional<Halt> halt = Halt.of(json);
        if (!halt.equals(last)) {
            last = halt;
            halt.ifPresent(this::tell);
        }
    }

    private void tell(Halt halt) {
        if (!halt.asks()) {
            screen.note(halt.next() + ", begins at " + clock(halt.until()));
        } else if (Keyboard.isThere()) {
            asking.execute(() -> ask(halt));
        } else {
            screen.note(halt.next() + ", waits for somebody's word");
            screen.plainNote("  decide in the console  " + controlPlane.page("/batches/" + batch));
            screen.plainNote("  or here                dropops go-on " + batch + ", or dropops cancel " + batch);
        }
    }

    /** An instant as this machine's clock shows it. */
    private static String clock(String instant) {
        return LocalTime.ofInstant(Instant.parse(instant), ZoneId.systemDefault())
                .truncatedTo(ChronoUnit.SECONDS)
                .format(DateTimeFormatter.ISO_LOCAL_TIME);
    }

    private void ask(Halt halt) {
        try {
            switch (Keyboard.ask("Go on with " + halt.next() + "? Type yes, or no to stop here: ")
                    .orElse("")) {
                case "yes" -> GoOn.goOn(controlPlane, batch, halt);
                case "no" -> controlPlane.post("/batches/" + batch + "/cancel");
                default -> screen.note("still waiting: dropops go-on " + batch + ", or dropops cancel " + batch);
            }
        } catch (Refused e) {
            screen.note(e.problem().line());
        }
    }
}
