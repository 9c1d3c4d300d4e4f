package ai.dropops.persistence.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    @TempDir
    Path temp;

    @Test
    void openingItAgainChangesNothing() {
        int steps;
        try (var database = open()) {
            steps = database.with(c -> count(c, "SELECT count(*) FROM migration"));
            database.with(c -> execute(c, "INSERT INTO secret VALUES ('a', x'01')"));
        }
        try (var database = open()) {
            assertThat(database.<Integer>with(c -> count(c, "SELECT count(*) FROM migration")))
                    .isEqualTo(steps)
                    .isGreaterThanOrEqualTo(2);
            assertThat(database.<Integer>with(c -> count(c, "SELECT count(*) FROM secret")))
                    .isEqualTo(1);
        }
    }

    @Test
    void everyCommitReachesTheDiskBeforeItIsConfirmed() {
        try (var database = open()) {
            int full = 2;
            assertThat(database.<Integer>with(c -> count(c, "PRAGMA synchronous")))
                    .isEqualTo(full);
        }
    }

    @Test
    void aFailedTransactionLeavesNothing() {
        try (var database = open()) {
            assertThatExceptionOfType(DatabaseFailure.class)
                    .isThrownBy(() -> database.transact(c -> {
                        execute(c, "INSERT INTO secret VALUES ('a', x'01')");
                        return execute(c, "INSERT INTO secret VALUES ('a', x'02')");
                    }));
            assertThat(database.<Integer>with(c -> count(c, "SELECT count(*) FROM secret")))
                    .isZero();
        }
    }

    @Test
    void aDatabaseOfANewerVersionIsRefused() {
        try (var database = open()) {
            database.with(c -> execute(c, "INSERT INTO migration VALUES ('view/99', 'ff')"));
        }
        assertThatExceptionOfType(StartupRefused.class)
                .isThrownBy(this::open)
                .withMessageContaining("view/99")
                .satisfies(e -> assertThat(e.advice()).contains("newer"));
    }

    @Test
    void aDatabaseThatTookAStepInAnotherFormIsRefused() {
        try (var database = open()) {
            database.with(c -> execute(c, "UPDATE migration SET sha256 = 'ff' WHERE name = 'view/1'"));
        }
        assertThatExceptionOfType(StartupRefused.class)
                .isThrownBy(this::open)
                .withMessageContaining("view/1")
                .satisfies(e -> assertThat(e.advice()).contains("empty data folder"));
    }

    @Test
    void aFileThatIsNoDatabaseIsRefusedWithAdvice() throws IOException {
        Files.writeString(file(), "this is not a database, however long it goes on. ".repeat(100));
        assertThatExceptionOfType(StartupRefused.class)
                .isThrownBy(this::open)
                .withMessageContaining(file().toString())
                .satisfies(e -> assertThat(e.advice()).contains("backup", ".recover"));
    }

    @Test
    void aDatabaseWithADamagedPageIsRefusedWithAdvice() throws IOException {
        try (var database = open()) {
            database.transact(c -> {
                for (int i = 0; i < 2000; i++) {
                    execute(c, "INSERT INTO secret VALUES ('name-" + i + "', randomblob(200))");
                }
                return 0;
            });
        }
        try (var raw = new RandomAccessFile(file().toFile(), "rw")) {
            for (long at = raw.length() / 2; at < raw.length() / 2 + 3 * 4096; at++) {
                raw.seek(at);
                raw.write(0x5a);
            }
        }
        assertThatExceptionOfType(StartupRefused.class).isThrownBy(this::open).withMessageContaining("cannot be read");
    }

    private Path file() {
        return temp.resolve("journal.db");
    }

    private Database open() {
        return Database.open(file(), ConfigFactory.load());
    }

    private static int count(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getInt(1) : -1;
        }
    }

    private static int execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }
}
