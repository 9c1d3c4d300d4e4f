package ai.dropops.web.server;

import ai.dropops.cluster.node.Membership;
import ai.dropops.persistence.journal.Journal;
import ai.dropops.persistence.node.Registration;
import ai.dropops.persistence.record.RecordSettings;
import ai.dropops.persistence.record.Records;
import ai.dropops.persistence.rights.Holdings;
import ai.dropops.persistence.schema.DataFolder;
import ai.dropops.persistence.schema.Database;
import ai.dropops.persistence.schema.Postgres;
import ai.dropops.persistence.schema.Store;
import ai.dropops.persistence.secrets.ControlKeys;
import ai.dropops.persistence.secrets.Keyring;
import ai.dropops.persistence.secrets.PeerIdentity;
import ai.dropops.persistence.secrets.PermitKeys;
import ai.dropops.persistence.secrets.WorkspaceKeys;
import ai.dropops.persistence.traffic.Traffic;
import ai.dropops.persistence.traffic.TrafficSettings;
import ai.dropops.persistence.view.Views;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
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
        Views views,
        Traffic traffic,
        Records records,
        Holdings holdings,
        Optional<Membership> membership) {

    static Foundations lay(DataFolder folder, Addresses addresses, Opened opened) {
        var clock = Clock.systemUTC();
        var random = new SecureRandom();
        UpOptions options = addresses.options();
        long id = random.nextLong() >>> 1;
        Store store = options.shared()
                .<Store>map(
                        shared -> Postgres.store(shared.database(), System.getenv(), "dropops-" + Long.toHexString(id)))
                .orElseGet(() -> new Store.Embedded(folder.journal()));
        Config config = Journal.in(store, ConfigFactory.load());
        ExecutorService blocking = opened.add(Executors.newVirtualThreadPerTaskExecutor());
        Database database = opened.add(Database.open(
                store, config, connection -> Registration.refuseBesideStrangers(connection, Installation.version())));
        Keyring keyring = Keyring.open(database, folder, System.getenv(), random);
        if (options.rotatePermitKey()) {
            PermitKeys.rotate(keyring, random);
        }
        ControlKeys keys = ControlKeys.open(keyring, clock, random);
        var workspaceKeys = new WorkspaceKeys(keyring, random);
        Views views = Views.open(database, workspaceKeys, clock);
        Records records = Records.open(database, workspaceKeys, views, RecordSettings.from(config), clock);
        var holdings = new Holdings(database, workspaceKeys, views, records);
        holdings.sweep(clock.instant());
        // closed after whatever may still write
        opened.add(() -> holdings.sweep(clock.instant()));
        opened.add(views);
        opened.add(records);
        Traffic traffic = opened.add(Traffic.open(database, TrafficSettings.from(config), clock));
        Optional<Membership> membership = options.shared()
                .filter(_ -> store instanceof Store.Shared)
                .map(shared -> new Membership(
                        opened.add(Registration.take((Store.Shared) store, config, id)),
                        Installation.version(),
                        shared.node(),
                        shared.seeds(),
                        PeerIdentity.tls(keyring, clock, random)));
        return new Foundations(
                opened,
                folder,
                addresses,
                config,
                clock,
                random,
                blocking,
                database,
                keys,
                views,
                traffic,
                records,
                holdings,
                membership);
    }

    byte[] randomBytes(int size) {
        var bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }
}
