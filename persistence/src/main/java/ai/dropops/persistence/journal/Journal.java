package ai.dropops.persistence.journal;

import ai.dropops.persistence.schema.Database;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Path;

/** Where Pekko writes events and snapshots: the embedded database. */
public final class Journal {
    private Journal() {}

    /** {@code base} with every setting an actor system needs to keep its journal in {@code file}. */
    public static Config in(Path file, Config base) {
        return ConfigFactory.empty()
                .withValue(
                        "pekko-persistence-jdbc.shared-databases.slick.db.url",
                        ConfigValueFactory.fromAnyRef(Database.url(file)))
                .withFallback(base.getConfig("dropops.journal.plugins"))
                .withFallback(base);
    }
}
