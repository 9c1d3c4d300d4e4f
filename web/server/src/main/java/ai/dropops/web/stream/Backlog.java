package ai.dropops.web.stream;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What one reader has yet to be told: the latest about each thing, and about no more than so many. Whoever fills it is
 * never held up; when there is too much, all of it is forgotten and that is what the reader is told.
 */
final class Backlog<K, V> {
    /** What was waiting; {@code forgotten} says that there was more. */
    record Taken<V>(List<V> latest, boolean forgotten) {}

    private final int limit;
    private final Map<K, V> waiting = new LinkedHashMap<>();
    private boolean forgotten;
    private CompletableFuture<Taken<V>> wanted = new CompletableFuture<>();
    private boolean isWanted;

    Backlog(int limit) {
        this.limit = limit;
    }

    void put(K thing, V latest) {
        put(Map.of(thing, latest));
    }

    /** Puts all of them before any is taken. */
    void put(Map<K, V> latest) {
        CompletableFuture<Taken<V>> answer;
        Taken<V> taken;
        synchronized (this) {
            latest.keySet().forEach(waiting::remove);
            waiting.putAll(latest);
            if (waiting.size() > limit) {
                waiting.clear();
                forgotten = true;
            }
            if (!isWanted) {
                return;
            }
            isWanted = false;
            answer = wanted;
            taken = empty();
        }
        answer.complete(taken);
    }

    /** Completes with everything that waits, as soon as anything does; one reader, one question at a time. */
    synchronized CompletionStage<Taken<V>> take() {
        if (!waiting.isEmpty() || forgotten) {
            return CompletableFuture.completedStage(empty());
        }
        isWanted = true;
        wanted = new CompletableFuture<>();
        return wanted;
    }

    private Taken<V> empty() {
        var taken = new Taken<>(List.copyOf(new ArrayList<>(waiting.values())), forgotten);
        waiting.clear();
        forgotten = false;
        return taken;
    }
}
