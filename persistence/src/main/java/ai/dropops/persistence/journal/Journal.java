package ai.dropops.persistence.journal;

import ai.dropops.persistence.schema.Postgres;
import ai.dropops.persistence.schema.Sqlite;
import ai.dropops.persistence.schema.Store;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.Map;

/** Where Pekko writes events and snapshots: the database. */
public final class Journal {
    private Journal() {}

    /** {@code base} with every setting an actor system needs to keep its journal in {@code file}. */
    public static Config in(Path file, Config base) {
        return in(new Store.Embedded(file), base);
    }

    /** {@code base} with every setting an actor system needs to keep its journal in {@code store}. */
    public static Config in(Store store, Config base) {
        Config journal = base.getConfig("dropops.journal");
        return switch (store) {
            case Store.Embedded(var file) ->
                connecting(Map.of("url", Sqlite.url(file)))
                        .withFallback(journal.getConfig("sqlite"))
                        .withFallback(journal.getConfig("plugins"))
                        .withFallback(base);
            case Store.Shared shared ->
                connecting(Map.of(
                                "url", shared.url(),
                                "connectionInitSql", Postgres.admission(shared),
                                "properties", Postgres.properties(shared, base)))
                        .withFallback(journal.getConfig("postgresql"))
                        .withFallback(journal.getConfig("plugins"))
                        .withFallback(base);
        };
    }

    private static Config connecting(Map<String, Object> settings) {
        return ConfigFactory.parseMap(settings).atPath("pekko-persistence-jdbc.shared-databases.slick.db");
    }
}
