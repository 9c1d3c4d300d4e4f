package ai.dropops.operator.exec;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.operator.control.FakeControlPlane;
import ai.dropops.operator.vault.Cursor;
import ai.dropops.operator.vault.Piece;
import ai.dropops.operator.vault.Retention;
import ai.dropops.operator.vault.Sentinel;
import ai.dropops.operator.vault.Spool;
import ai.dropops.operator.vault.SpoolKeys;
import ai.dropops.protocol.action.Action.RunCommand;
import ai.dropops.protocol.action.Profile;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ExecutionId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A folder of the operator's and a folder to work in, and commands run there as the operator runs them. */
final class Workplace {
    /** The operator's own folder. */
    final Path home;
    /** Where commands may do what their profile leaves them. */
    final Path work;

    private final Shell shell;
    private final Spool spool;

    private Workplace(Path home, Map<String, String> environment, Path work, Spool spool) throws IOException {
        this.home = home;
        this.work = work;
        this.shell = Shell.open(home, environment, Clock.systemUTC());
        this.spool = spool;
    }

    static Workplace in(Path folder) throws IOException {
        return in(folder, System.getenv());
    }

    /** @param environment the operator's */
    static Workplace in(Path folder, Map<String, String> environment) throws IOException {
        Path home = Files.createDirectories(folder.resolve("operator/.dropops"));
        Files.writeString(home.resolve("secret"), "of the vault\n");
        Path work = Files.createDirectory(folder.resolve("work"));
        Files.writeString(work.resolve("file"), "one\n");
        return new Workplace(
                home,
                environment,
                work,
                Spool.open(
                        folder.resolve("spool"),
                        Retention.of(4 << 20),
                        () -> 1L << 40,
                        Sentinel.usual(),
                        SpoolKeys.ANY));
    }

    /** The same work, done by an operator that keeps its own elsewhere. */
    Workplace ofOperatorIn(Path home) throws IOException {
        return new Workplace(home, System.getenv(), work, spool);
    }

    record Result(int exitCode, String output) {}

    Result look(String command) throws Exception {
        return run(Profile.LOOK, command);
    }

    Result run(Profile profile, String command) throws Exception {
        ExecutionId id = next();
        return run(id, RunCommand.of(command).under(profile));
    }

    Result run(ExecutionId id, RunCommand run) throws Exception {
        var ended =
                (Ended.Exited) shell.start(id, run, spool.record(id)).ended().get(60, TimeUnit.SECONDS);
        var all = new ByteArrayOutputStream();
        try (Cursor cursor = spool.read(id, 0, 0).orElseThrow()) {
            while (cursor.next() instanceof Piece.Data data) {
                all.writeBytes(data.bytes().array());
            }
        }
        return new Result(ended.exitCode(), all.toString(StandardCharsets.UTF_8));
    }

    static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for 20 s").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    static ExecutionId next() {
        return new ExecutionId(Digest.of(FakeControlPlane.random(32)).hex());
    }
}
