package ai.dropops.web.server;

import ai.dropops.persistence.journal.Journal;
import ai.dropops.persistence.schema.DataFolder;
import ai.dropops.persistence.schema.Database;
import ai.dropops.persistence.secrets.ControlKeys;
import ai.dropops.persistence.secrets.Keyring;
import ai.dropops.persistence.secrets.PermitKeys;
import ai.dropops.persistence.secrets.SwiftEd25519;
import ai.dropops.persistence.secrets.WorkspaceKeys;
import ai.dropops.persistence.view.Views;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What everything else in the process stands on.
 *
 * @param opened where everything that has to be closed again is added
 * @param blocking where the database and files are waited for
 */
record Foundations(
        Opened opened,
        DataFolder folder,
        Addresses addresses,
        Config config,
        Clock clock,
        SecureRandom random,
        ExecutorService blocking,
        Database database,
        ControlKeys keys,
        Views views) {

    static Foundations lay(DataFolder folder, Addresses addresses, boolean rotatePermitKey, Opened opened) {
        SwiftEd25519.install();
        var clock = Clock.systemUTC();
        var random = new SecureRandom();
        Config config = Journal.in(folder.journal(), ConfigFactory.load());
        ExecutorService blocking = opened.add(Executors.newVirtualThreadPerTaskExecutor());
        Database database = opened.add(Database.open(folder.journal(), config));
        Keyring keyring = Keyring.open(database, folder, System.getenv(), random);
        if (rotatePermitKey) {
            PermitKeys.rotate(keyring, random);
        }
        ControlKeys keys = ControlKeys.open(keyring, clock, random);
        Views views = opened.add(Views.open(database, new WorkspaceKeys(keyring, random), clock));
        return new Foundations(opened, folder, addresses, config, clock, random, blocking, database, keys, views);
    }

    byte[] randomBytes(int size) {
        var bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }
}
