package ai.dropops.web.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was opened so far, so that all of it can be closed again, the last first. */
final class Opened implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Opened.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final List<Runnable> farewells = new ArrayList<>();

    synchronized <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    /** What is begun at once when the end comes, so that its time passes while others are closed; it must not block. */
    synchronized void atTheEnd(Runnable farewell) {
        farewells.add(farewell);
    }

    /** Closes everything; a part that fails to close does not keep the others from it. */
    @Override
    public synchronized void close() {
        farewells.forEach(farewell -> closed(farewell::run));
        farewells.clear();
        while (!parts.isEmpty()) {
            closed(parts.pop());
        }
    }

    private static void closed(AutoCloseable part) {
        try {
            part.close();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("Not everything could be closed in order: {}", e.toString());
        }
    }
}
