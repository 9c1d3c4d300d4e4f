package ai.dropops.web.link;

import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** The parent of all links on this node. */
final class Links {
    /** A socket was upgraded by {@code peer}. */
    record Open(Socket socket, Peer.Known peer) {}

    private Links() {}

    static Behavior<Open> create(Link.Shared shared) {
        return Behaviors.setup(context -> Behaviors.receiveMessage(open -> {
            context.spawnAnonymous(Link.create(shared, open.socket(), open.peer()));
            return Behaviors.same();
        }));
    }
}
