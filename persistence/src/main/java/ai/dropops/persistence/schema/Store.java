package ai.dropops.persistence.schema;

import ai.dropops.protocol.identity.Secret;
import java.nio.file.Path;

/** Where everything durable lies. */
public sealed interface Store {
    /** One SQLite file, used by one process. */
    record Embedded(Path file) implements Store {}

    /**
     * A PostgreSQL database, shared by the nodes of a cluster.
     *
     * @param url for JDBC, without user or password
     * @param client what the connections of this process are called, by which another node can end them
     */
    record Shared(String url, String user, Secret password, String client) implements Store {}
}
