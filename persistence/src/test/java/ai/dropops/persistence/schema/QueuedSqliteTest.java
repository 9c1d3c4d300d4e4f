package ai.dropops.persistence.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two pools over one file, as a process has them: our own and the journal's. */
class QueuedSqliteTest {
    @TempDir
    Path temp;

    @Test
    void noTransactionOfEitherPoolLosesWhatAnotherWrote() throws InterruptedException {
        int writers = 16;
        int each = 25;
        try (var ours = open(10_000);
                var journal = open(10_000);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ours.with(c -> execute(c, "CREATE TABLE tally (n INTEGER)"));
            ours.with(c -> execute(c, "INSERT INTO tally VALUES (0)"));
            var work = IntStream.range(0, writers)
                    .<Callable<Integer>>mapToObj(number -> () -> {
                        for (int i = 0; i < each; i++) {
                            (number % 2 == 0 ? ours : journal).transact(QueuedSqliteTest::addOne);
                        }
                        return each;
                    })
                    .toList();

            assertThat(threads.invokeAll(work))
                    .allSatisfy(it -> assertThat(it.get()).isEqualTo(each));

            assertThat(ours.<Integer>with(QueuedSqliteTest::tally)).isEqualTo(writers * each);
        }
    }

    @Test
    void whoIsNotLetInInTimeFailsAndTheQueueGoesOn() throws ExecutionException, InterruptedException {
        try (var ours = open(50);
                var journal = open(50);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ours.with(c -> execute(c, "CREATE TABLE tally (n INTEGER)"));
            ours.transact(c -> {
                var late = threads.submit(() -> journal.transact(QueuedSqliteTest::addOne));
                assertThatExceptionOfType(ExecutionException.class)
                        .isThrownBy(late::get)
                        .withCauseInstanceOf(DatabaseFailure.class)
                        .withMessageContaining("ahead for 50 ms");
                return 0;
            });

            assertThat(threads.submit(() -> journal.transact(QueuedSqliteTest::addOne))
                            .get())
                    .isZero();
        }
    }

    @Test
    void whoeverFailsOrIsClosedGivesTheTurnBack() {
        try (var journal = open(50)) {
            try (var ours = open(50)) {
                assertThatExceptionOfType(DatabaseFailure.class)
                        .isThrownBy(() -> ours.transact(c -> execute(c, "no SQL")));
                assertThat(journal.<Integer>transact(c -> execute(c, "CREATE TABLE tally (n INTEGER)")))
                        .isZero();
                ours.with(c -> {
                    c.setAutoCommit(false);
                    return execute(c, "INSERT INTO tally VALUES (1)");
                });
            }
            assertThat(journal.<Integer>transact(QueuedSqliteTest::tally)).isZero();
        }
    }

    private static int addOne(Connection connection) throws SQLException {
        int before = tally(connection);
        return execute(connection, "UPDATE tally SET n = " + (before + 1));
    }

    private static int tally(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT coalesce(sum(n), 0) FROM tally")) {
            return rows.next() ? rows.getInt(1) : 0;
        }
    }

    private static int execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private Database open(int patienceMillis) {
        var settings = ConfigFactory.parseString("dropops.database.sqlite.busy_timeout = " + patienceMillis)
                .withFallback(ConfigFactory.load());
        return Database.open(temp.resolve("dropops.db"), settings);
    }
}
