package ai.dropops.persistence.schema;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;

/** A data folder and a database nobody has used. */
public record FreshDatabase(DataFolder folder, Database database) implements AutoCloseable {
    public static FreshDatabase open(Stores stores, Path temp) {
        var folder = DataFolder.open(temp.resolve("data"));
        return new FreshDatabase(folder, Database.open(stores.fresh(folder.path()), ConfigFactory.load()));
    }

    @Override
    public void close() {
        database.close();
        folder.close();
    }
}
