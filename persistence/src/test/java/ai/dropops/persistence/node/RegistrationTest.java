package ai.dropops.persistence.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.dropops.persistence.schema.Database;
import ai.dropops.persistence.schema.Postgres;
import ai.dropops.persistence.schema.StartupRefused;
import ai.dropops.persistence.schema.Store;
import ai.dropops.persistence.schema.Stores;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistrationTest {
    private static final Config SETTINGS = ConfigFactory.load();
    private static final Instant NOW = Instant.EPOCH;

    @TempDir
    Path folder;

    @Test
    void aNodeOneMinorStepAwayIsLetInAndOneFurtherIsNot() {
        Store.Shared store = fresh();
        try (var first = Registration.take(store, SETTINGS, 1);
                var next = Registration.take(named(store, "next"), SETTINGS, 2);
                var tooNew = Registration.take(named(store, "too-new"), SETTINGS, 3)) {
            first.enter(new Peer("pekko://dropops@a:1", 11, "0.1.0"), NOW);
            next.enter(new Peer("pekko://dropops@b:1", 12, "0.2.0"), NOW);
            assertThatThrownBy(() -> tooNew.enter(new Peer("pekko://dropops@c:1", 13, "0.3.0"), NOW))
                    .isInstanceOf(StartupRefused.class)
                    .hasMessage("This node is of version 0.3.0, and pekko://dropops@a:1 is of 0.1.0.");
            assertThat(first.peers()).containsExactly(new Peer("pekko://dropops@b:1", 12, "0.2.0"));
        }
    }

    @Test
    void oneTooFarAwayIsRefusedBeforeItGrowsTheTablesOnlyWhileTheOthersLive() {
        Store.Shared store = fresh();
        try (var first = Registration.take(store, SETTINGS, 1)) {
            first.enter(new Peer("pekko://dropops@a:1", 11, "0.1.0"), NOW);
            assertThatThrownBy(() -> open(store, "0.3.0")).isInstanceOf(StartupRefused.class);
            open(store, "0.2.0").close();
        }
        open(store, "0.3.0").close();
    }

    /** One that is cut off from the database lives on, and would come back beside a cluster that was founded meanwhile. */
    @Test
    void whoHasLostItsLockIsShutOutBeforeAClusterIsFoundedWithoutIt() {
        Store.Shared store = fresh();
        try (var first = Registration.take(store, SETTINGS, 1);
                var next = Registration.take(named(store, "next"), SETTINGS, 2)) {
            lost(store, 9, "pekko://dropops@lost:1");
            next.enter(new Peer("pekko://dropops@b:1", 12, "0.1.0"), NOW);
            assertThat(first.peersOrNobody("pekko://dropops@a:1", Duration.ZERO))
                    .as("another one lives")
                    .extracting(Peer::address)
                    .containsExactly("pekko://dropops@b:1");
            assertThat(shutOut(store)).isEmpty();
        }
        try (var first = Registration.take(store, SETTINGS, 1)) {
            assertThat(first.peersOrNobody("pekko://dropops@a:1", Duration.ofMillis(300)))
                    .isEmpty();
            assertThat(shutOut(store)).containsExactly("pekko://dropops@lost:1");
        }
    }

    @Test
    void whoTakesItsLockAgainInTimeIsJoined() {
        Store.Shared store = fresh();
        try (var first = Registration.take(store, SETTINGS, 1);
                var next = Registration.take(named(store, "next"), SETTINGS, 2)) {
            var peer = new Peer("pekko://dropops@a:1", 11, "0.1.0");
            first.enter(peer, NOW);
            query(
                    store,
                    "SELECT pg_terminate_backend(pid)::text FROM pg_locks WHERE locktype = 'advisory' AND objid = 1");
            assertThat(next.peers()).as("its lock is lost").isEmpty();
            assertThat(next.peersOrNobody("pekko://dropops@b:1", Duration.ofSeconds(30)))
                    .containsExactly(peer);
            assertThat(shutOut(store)).isEmpty();
        }
    }

    /** A predecessor at one's own address is dead, or one could not have it. */
    @Test
    void whoHadTheSameAddressIsNotWaitedFor() {
        Store.Shared store = fresh();
        try (var first = Registration.take(store, SETTINGS, 1)) {
            lost(store, 9, "pekko://dropops@a:1");
            assertThat(first.peersOrNobody("pekko://dropops@a:1", Duration.ofDays(1)))
                    .isEmpty();
            assertThat(shutOut(store)).containsExactly("pekko://dropops@a:1");
        }
    }

    private static void lost(Store.Shared store, long id, String address) {
        query(store, """
                INSERT INTO node (id, client, address, incarnation, version, joined_at)
                VALUES (%d, 'lost', '%s', 9, '0.1.0', 0) RETURNING address
                """.formatted(id, address));
    }

    private static List<String> shutOut(Store.Shared store) {
        return query(store, "SELECT address FROM node WHERE fenced = 1");
    }

    private static List<String> query(Store.Shared store, String sql) {
        try (var connection = Postgres.connect(named(store, "looking"), SETTINGS);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var found = new ArrayList<String>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static Database open(Store.Shared store, String version) {
        return Database.open(store, SETTINGS, connection -> Registration.refuseBesideStrangers(connection, version));
    }

    private Store.Shared fresh() {
        var store = (Store.Shared) Stores.SHARED.fresh(folder);
        Database.open(store, SETTINGS).close();
        return store;
    }

    private static Store.Shared named(Store.Shared store, String client) {
        return new Store.Shared(store.url(), store.user(), store.password(), client);
    }
}
