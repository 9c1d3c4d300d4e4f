package ai.dropops.load.stage;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real PostgreSQL server on loopback that keeps what it has confirmed, and may be killed and started again. */
public final class Database implements AutoCloseable {
    private static final String BINARIES = "/postgres-linux-x86_64.txz";
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final EmbeddedPostgres server;
    private final Path data;
    private final Path log;

    private Database(EmbeddedPostgres server, Path data, Path log) {
        this.server = server;
        this.data = data;
        this.log = log;
    }

    /** The one in {@code folder}, an empty one where there is none; it ends with this process at the latest. */
    public static Database start(Path folder) {
        return start(folder, true);
    }

    /** The same that goes on until it is closed. */
    static Database startStanding(Path folder) {
        return start(folder, false);
    }

    private static Database start(Path folder, boolean endsWithThisProcess) {
        try {
            Path data = Files.createDirectories(folder).resolve("postgres");
            var server = EmbeddedPostgres.builder()
                    // by name: under Maven the archive is on the class path twice
                    .setPgBinaryResolver((_, _) -> Database.class.getResourceAsStream(BINARIES))
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(endsWithThisProcess)
                    .setServerConfig("max_connections", "200")
                    // as a server that people use has it; what runs tests comes with both off
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .start();
            return new Database(server, data, folder.resolve("postgres.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return server.getPort();
    }

    /** Where it is, without its password. */
    public String url() {
        return url("127.0.0.1", port());
    }

    /** Where it is for somebody who reaches it at another address. */
    public static String url(String host, int port) {
        return "postgresql://postgres@" + host + ":" + port + "/postgres";
    }

    /** A connection of the database's owner. */
    public Connection connect() {
        try {
            return DriverManager.getConnection(
                    "jdbc:postgresql://127.0.0.1:" + port() + "/postgres", "postgres", "postgres");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public long pid() {
        try (var lines = Files.lines(data.resolve("postmaster.pid"))) {
            return Long.parseLong(lines.findFirst().orElseThrow().strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL to the server, then its start on the same data with the same options once {@code rest} is over. */
    public void killAndRestart(Runnable rest) {
        var server = ProcessHandle.of(pid()).orElseThrow();
        List<String> command = command(server.pid());
        server.destroyForcibly();
        Await.until("the database is dead", LIMIT, () -> !server.isAlive());
        rest.run();
        Await.until("the database starts again", LIMIT, () -> starts(command));
    }

    /** Whether it stays up: while a process of the killed one lives, the next one refuses to start. */
    private boolean starts(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            return !process.waitFor(2, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The command line of the running server; PostgreSQL refuses root, who starts it in a user namespace of its own. */
    private static List<String> command(long pid) {
        try {
            Path proc = Path.of("/proc", Long.toString(pid));
            var command = new ArrayList<String>();
            if (System.getProperty("user.name").equals("root")) {
                command.addAll(List.of("unshare", "-U"));
            }
            command.addAll(List.of(
                    new String(Files.readAllBytes(proc.resolve("cmdline")), StandardCharsets.UTF_8).split("\0")));
            return command;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
