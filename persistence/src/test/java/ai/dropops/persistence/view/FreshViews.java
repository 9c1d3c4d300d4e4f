package ai.dropops.persistence.view;

import ai.dropops.persistence.schema.Database;
import ai.dropops.persistence.schema.FreshDatabase;
import ai.dropops.persistence.schema.Stores;
import ai.dropops.persistence.secrets.Keyring;
import ai.dropops.persistence.secrets.WorkspaceKeys;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;

/** Views of a database nobody has used, and the keys that seal what is in it. */
public record FreshViews(FreshDatabase fresh, WorkspaceKeys keys, Views views) implements AutoCloseable {
    public static FreshViews open(Stores stores, Path temp, Clock clock) {
        var fresh = FreshDatabase.open(stores, temp);
        var random = new SecureRandom();
        var keyring = Keyring.open(fresh.database(), fresh.folder(), Map.of(), random);
        var keys = new WorkspaceKeys(keyring, random);
        return new FreshViews(fresh, keys, Views.open(fresh.database(), keys, clock));
    }

    public Database database() {
        return fresh.database();
    }

    @Override
    public void close() {
        views.close();
        fresh.close();
    }
}
