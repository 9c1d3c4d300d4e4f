package ai.dropops.cluster.batch;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;

/** Who is told of a batch's progress. */
final class Watchers {
    private final Set<ActorRef<Progress>> refs = new LinkedHashSet<>();

    void add(ActorRef<Progress> watcher) {
        refs.add(watcher);
    }

    void remove(ActorRef<Progress> watcher) {
        refs.remove(watcher);
    }

    boolean isEmpty() {
        return refs.isEmpty();
    }

    void tell(Progress progress) {
        refs.forEach(watcher -> watcher.tell(progress));
    }

    void tell(List<? extends Progress> progress) {
        progress.forEach(this::tell);
    }
}
