package ai.dropops.web.server;

import ai.dropops.persistence.schema.Database;
import ai.dropops.persistence.schema.DatabaseFailure;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;

/** Whether this node is to be sent anything: it is a member, its database answers, and it is not about to end. */
final class Readiness {
    private final ActorSystem<?> system;
    private final Database database;
    private final CompletableFuture<Void> drain = new CompletableFuture<>();

    Readiness(ActorSystem<?> system, Database database) {
        this.system = system;
        this.database = database;
    }

    /** Why nothing should be sent here, empty when it may be; blocks. */
    Optional<String> unready() {
        if (drain.isDone()) {
            return Optional.of("This node is about to end.");
        }
        MemberStatus status = Cluster.get(system).selfMember().status();
        if (!status.equals(MemberStatus.up())) {
            return Optional.of("This node is not a member of its cluster: " + status + ".");
        }
        try {
            return database.with(connection -> connection.isValid(1))
                    ? Optional.empty()
                    : Optional.of("The database does not answer.");
        } catch (DatabaseFailure _) {
            return Optional.of("The database does not answer.");
        }
    }

    void drain() {
        drain.complete(null);
    }

    /** Completes when somebody wants this process to end. */
    CompletionStage<Void> drained() {
        return drain;
    }
}
