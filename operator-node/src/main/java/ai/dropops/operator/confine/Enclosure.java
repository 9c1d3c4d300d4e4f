package ai.dropops.operator.confine;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one execution, ready to be put on by one thread that spawns and ends. Everything is laid out beforehand, so
 * that {@link #enter} only makes system calls: what is started on that thread, or initialised first, stays confined for ever.
 */
public final class Enclosure implements AutoCloseable {
    private final Arena arena;
    private final List<Part> parts = new ArrayList<>();
    private final List<AutoCloseable> held = new ArrayList<>();
    private @Nullable Part refused;
    private long answer;

    /** One kind of rule, and how it is put on: 0, or what the kernel answered. */
    private record Part(String name, Entry entry) {}

    /** Puts one kind of rule on the thread that calls. */
    interface Entry {
        long enter();
    }

    Enclosure(Arena arena) {
        this.arena = arena;
    }

    /** Adds what is put on next. */
    Enclosure with(String name, Entry entry) {
        parts.add(new Part(name, entry));
        return this;
    }

    /** Ends {@code resource} with this. */
    Enclosure holding(AutoCloseable resource) {
        held.add(resource);
        return this;
    }

    /** Confines the calling thread for good; false when the kernel refuses, and then nothing may be started on it. */
    public boolean enter() {
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            long result = part.entry().enter();
            if (result != 0) {
                refused = part;
                answer = result;
                return false;
            }
        }
        return true;
    }

    /** Says what the kernel refused, if it refused anything. */
    public void requireEntered() throws NotHeld {
        if (refused != null) {
            throw new NotHeld("it refuses " + refused.name() + " (error " + -answer + ")");
        }
    }

    @Override
    public void close() throws IOException {
        if (!arena.scope().isAlive()) {
            return;
        }
        try {
            for (AutoCloseable resource : held) {
                resource.close();
            }
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        } finally {
            arena.close();
        }
    }
}
