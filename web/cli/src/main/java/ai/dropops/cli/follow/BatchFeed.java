package ai.dropops.cli.follow;

import ai.dropops.cli.connect.ControlPlane;
import ai.dropops.cli.connect.Problem;
import ai.dropops.cli.connect.Refused;
import ai.dropops.cli.connect.ServerEvent;
import ai.dropops.cli.print.Screen;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The events of one batch from its beginning to its end, however often the connection breaks: each byte of output once,
 * in order.
 */
public final class BatchFeed {
    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 3000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final ControlPlane controlPlane;
    private final String batch;
    private final Screen screen;
    private final int live;
    private final Offsets offsets = new Offsets();
    private String lastId = "";

    /** @param live of how many executions the output is told */
    public BatchFeed(ControlPlane controlPlane, String batch, int live, Screen screen) {
        this.controlPlane = controlPlane;
        this.batch = batch;
        this.live = live;
        this.screen = screen;
    }

    /** How far the output was told. */
    public Offsets offsets() {
        return offsets;
    }

    /** Tells everything to {@code listener} and returns after the end was told. */
    public void follow(Consumer<BatchEvent> listener) {
        long pause = FIRST_PAUSE_MS;
        long failingSince = 0;
        while (true) {
            switch (read(listener)) {
                case ENDED -> {
                    return;
                }
                case CUT -> {
                    pause = FIRST_PAUSE_MS;
                    failingSince = 0;
                }
                case FAILED -> {
                    failingSince = stillPatient(failingSince);
                    pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
                }
            }
            sleep(pause);
        }
    }

    private enum Reading {
        ENDED,
        /** It told something, then the connection ended. */
        CUT,
        /** There was no connection to be had. */
        FAILED
    }

    private Reading read(Consumer<BatchEvent> listener) {
        boolean told = false;
        try (var events = controlPlane.events(path(), resuming())) {
            Optional<ServerEvent> event = events.next();
            while (event.isPresent()) {
                told = true;
                if (tell(event.get(), listener)) {
                    return Reading.ENDED;
                }
                event = events.next();
            }
        } catch (IOException e) {
            return told ? Reading.CUT : Reading.FAILED;
        } catch (Refused e) {
            if (!e.problem().isOfTheWay() && e.problem().status() < 500) {
                throw e;
            }
            return Reading.FAILED;
        }
        return told ? Reading.CUT : Reading.FAILED;
    }

    /** Whether that was the end. */
    private boolean tell(ServerEvent event, Consumer<BatchEvent> listener) throws IOException {
        Optional<BatchEvent> content = EventContent.of(event);
        content.stream().flatMap(it -> fresh(it).stream()).forEach(listener);
        lastId = event.id();
        return content.filter(BatchEvent.End.class::isInstance).isPresent();
    }

    private List<BatchEvent> fresh(BatchEvent event) {
        return switch (event) {
            case BatchEvent.Output output -> offsets.advance(output);
            case BatchEvent.Gap gap -> offsets.advance(gap);
            case BatchEvent.Whole _, BatchEvent.Changed _, BatchEvent.End _ -> List.of(event);
        };
    }

    private long stillPatient(long failingSince) {
        long now = System.nanoTime();
        if (failingSince == 0) {
            screen.note("lost the control plane; the batch goes on, trying to reach it again");
            return now;
        }
        if (now - failingSince > PATIENCE.toNanos()) {
            throw new Problem(
                            0,
                            "connection-lost",
                            "the control plane has been away for 5 minutes",
                            "when it is back: dropops output " + batch)
                    .refused();
        }
        return failingSince;
    }

    private String path() {
        return "/batches/" + ControlPlane.encoded(batch) + "/events?live=" + live;
    }

    private Map<String, String> resuming() {
        return lastId.isEmpty() ? Map.of() : Map.of("Last-Event-ID", lastId);
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem(0, "interrupted", "interrupted", "").refused();
        }
    }
}
