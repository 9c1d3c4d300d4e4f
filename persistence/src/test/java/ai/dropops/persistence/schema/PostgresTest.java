package ai.dropops.persistence.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.dropops.protocol.identity.Secret;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresTest {
    private static final Config SETTINGS = ConfigFactory.load();

    @TempDir
    Path folder;

    @Test
    void nodesThatStartAtTheSameTimeGrowOneSchema() {
        var store = Stores.SHARED.fresh(folder);
        try (var threads = Executors.newFixedThreadPool(4)) {
            var starts = IntStream.range(0, 4)
                    .mapToObj(_ -> CompletableFuture.runAsync(
                            () -> Database.open(store, SETTINGS).close(), threads))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(starts).join();
        }
        try (var database = Database.open(store, SETTINGS)) {
            assertThat(database.isShared()).isTrue();
            assertThat(count(database, "SELECT count(*) FROM migration")).isGreaterThanOrEqualTo(8);
        }
    }

    @Test
    void whoStartsSomethingAloneIsNotDisturbed() {
        var store = Stores.SHARED.fresh(folder);
        try (var one = Database.open(store, SETTINGS);
                var other = Database.open(store, SETTINGS);
                var threads = Executors.newFixedThreadPool(8)) {
            var starts = IntStream.range(0, 8)
                    .mapToObj(i -> CompletableFuture.runAsync(() -> countUp(i % 2 == 0 ? one : other), threads))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(starts).join();
            assertThat(count(one, "SELECT founded_at FROM workspace")).isEqualTo(8);
        }
    }

    @Test
    void aFencedNodeIsRefused() {
        var store = (Store.Shared) Stores.SHARED.fresh(folder);
        try (var database = Database.open(store, SETTINGS)) {
            database.with(connection -> {
                try (var insert = connection.prepareStatement(
                        "INSERT INTO node (id, client, address, incarnation, fenced, joined_at) VALUES (1, ?, '', 0, 1, 0)")) {
                    insert.setString(1, store.client());
                    return insert.executeUpdate();
                }
            });
        }
        assertThatThrownBy(() -> Postgres.connect(store, SETTINGS)).hasMessageContaining("fenced");
    }

    @Test
    void whenTheNewcomerIsRefusedNoTableWasMade() throws SQLException {
        var store = Stores.SHARED.fresh(folder);
        assertThatThrownBy(() -> Database.open(store, SETTINGS, _ -> {
                    throw new StartupRefused("too new", "");
                }))
                .hasMessage("too new");
        try (var connection = connect((Store.Shared) store);
                var tables = connection.getMetaData().getTables(null, "public", "migration", null)) {
            assertThat(tables.next()).isFalse();
        }
    }

    @Test
    void aDatabaseThatIsNotThereIsNamedWithoutItsPassword() {
        var store = new Store.Shared("jdbc:postgresql://127.0.0.1:1/x", "ops", new Secret("hidden"), "dropops-1");
        assertThatThrownBy(() -> Database.open(store, SETTINGS))
                .isInstanceOf(StartupRefused.class)
                .hasMessageContaining("127.0.0.1:1/x")
                .hasMessageNotContaining("hidden");
    }

    private static Connection connect(Store.Shared store) throws SQLException {
        return DriverManager.getConnection(store.url(), Postgres.properties(store, SETTINGS));
    }

    private static void countUp(Database database) {
        database.exclusively(connection -> {
            try (var query = connection.createStatement();
                    var rows = query.executeQuery("SELECT founded_at FROM workspace");
                    var write = connection.createStatement()) {
                return rows.next()
                        ? write.executeUpdate("UPDATE workspace SET founded_at = " + (rows.getInt(1) + 1))
                        : write.executeUpdate("INSERT INTO workspace (id, name, founded_at) VALUES ('w', '', 1)");
            }
        });
    }

    private static int count(Database database, String sql) {
        return database.with(connection -> {
            try (var query = connection.createStatement();
                    var rows = query.executeQuery(sql)) {
                return rows.next() ? rows.getInt(1) : 0;
            }
        });
    }
}
