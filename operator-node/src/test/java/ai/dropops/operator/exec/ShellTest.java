package ai.dropops.operator.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.dropops.operator.control.FakeControlPlane;
import ai.dropops.operator.vault.Cursor;
import ai.dropops.operator.vault.Piece;
import ai.dropops.operator.vault.Recording;
import ai.dropops.operator.vault.Retention;
import ai.dropops.operator.vault.Sentinel;
import ai.dropops.operator.vault.Spool;
import ai.dropops.operator.vault.SpoolKeys;
import ai.dropops.protocol.action.Action.RunCommand;
import ai.dropops.protocol.action.Profile;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.sentinel.Catalogue;
import ai.dropops.protocol.wire.Stream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes of a real bash. */
class ShellTest {
    @TempDir
    Path folder;

    private Shell shell;
    private Spool spool;

    @BeforeEach
    void open() throws IOException {
        shell = Shell.open(folder.resolve(".dropops"), Clock.systemUTC());
        spool = open(Sentinel.usual().patience());
    }

    private Spool open(Duration patience) throws IOException {
        return Spool.open(
                folder.resolve("spool"),
                Retention.of(4 << 20),
                () -> 1L << 40,
                new Sentinel(Catalogue.builtIn(), patience),
                SpoolKeys.ANY);
    }

    @Test
    void theExitCodeIsTheShells() throws Exception {
        assertThat(exitCode("exit 7")).isEqualTo(7);
        assertThat(exitCode("true")).isZero();
        assertThat(exitCode("nosuchprogram")).isEqualTo(127);
        assertThat(exitCode("/etc/passwd")).isEqualTo(126);
        assertThat(exitCode("kill -KILL $$")).isEqualTo(137);
        assertThat(exitCode("kill -TERM $$")).isEqualTo(143);
    }

    @Test
    void outputIsRecordedApartAndInOrder() throws Exception {
        ExecutionId id = next();
        Ended.Exited ended =
                run(id, RunCommand.of("echo one; sleep 0.05; echo two >&2; sleep 0.05; printf 'three\\0\\377'"));
        assertThat(ended.output().stdout().written()).isEqualTo(11);
        assertThat(ended.output().stderr().written()).isEqualTo(4);
        byte[] three = {'t', 'h', 'r', 'e', 'e', 0, (byte) 0xff};
        var stdout = new ByteArrayOutputStream();
        stdout.writeBytes("one\n".getBytes(StandardCharsets.UTF_8));
        stdout.writeBytes(three);
        assertThat(ended.output().stdout().shown().sha256()).isEqualTo(Digest.of(stdout.toByteArray()));
        try (Cursor cursor = spool.read(id, 0, 0).orElseThrow()) {
            assertThat(((Piece.Data) cursor.next()).stream()).isEqualTo(Stream.STDOUT);
            assertThat(((Piece.Data) cursor.next()).stream()).isEqualTo(Stream.STDERR);
            assertThat(((Piece.Data) cursor.next()).bytes().array()).isEqualTo(three);
        }
    }

    @Test
    void aSecretCutAcrossWritesIsShownToNobody() throws Exception {
        spool = open(Duration.ofMinutes(10));
        String token = "ghp_" + "a1B2".repeat(9);
        String stdout = "the token " + token;
        String stderr = "password=hunter22 at 10.1.2.3 by " + token + " and more";
        String cut = "printf '%s'; printf '%s' >&2; sleep 0.2; printf '%s'; printf '%s' >&2"
                .formatted(
                        stdout.substring(0, 20), stderr.substring(0, 40), stdout.substring(20), stderr.substring(40));
        ExecutionId id = next();
        Running running = start(id, RunCommand.of(cut));
        var live = CompletableFuture.supplyAsync(() -> shown(id, 0, 0));
        running.ended().get(60, TimeUnit.SECONDS);

        Catalogue catalogue = Catalogue.builtIn();
        assertThat(live.get(60, TimeUnit.SECONDS))
                .isEqualTo(Map.of(Stream.STDOUT, catalogue.scrub(stdout), Stream.STDERR, catalogue.scrub(stderr)));
        assertThat(shown(id, 6, 14))
                .isEqualTo(Map.of(
                        Stream.STDOUT,
                        catalogue.scrub(stdout).substring(6),
                        Stream.STDERR,
                        catalogue.scrub(stderr).substring(14)));
    }

    @Test
    void aPromptIsShownWhileTheProcessWaits() throws Exception {
        ExecutionId id = next();
        Running running = start(id, RunCommand.of("printf 'Password:'; sleep 1000"));
        try (Cursor cursor = spool.read(id, 0, 0).orElseThrow()) {
            assertThat(((Piece.Data) cursor.next()).bytes().array())
                    .isEqualTo("Password:".getBytes(StandardCharsets.UTF_8));
        }
        running.cancel();
        running.ended().get(20, TimeUnit.SECONDS);
    }

    @Test
    void standardInputIsClosedAndNoDescriptorLeaks() throws Exception {
        assertThat(output("cat; echo $?; readlink /proc/$$/fd/0")).isEqualTo("0\n/dev/null\n");
        assertThat(output("cd /proc/$$/fd; echo *")).matches("0 1 2( 3| 255)*\n");
    }

    @Test
    void theProcessLeadsASessionOfItsOwnWithFreshSignals() throws Exception {
        assertThat(
                        output(
                                "read -r pid _ _ _ pgrp session _ < /proc/$$/stat; [ $pid = $pgrp ] && [ $pid = $session ] && echo own"))
                .isEqualTo("own\n");
        assertThat(output("grep -E 'Sig(Blk|Ign)' /proc/self/status | tr -d '\\t0\\n'"))
                .isEqualTo("SigBlk:SigIgn:");
    }

    @Test
    void theEnvironmentIsUnattendedAndHoldsNoSecretOfOurs() throws Exception {
        var run = RunCommand.of("env");
        var with = new RunCommand(
                run.command(), "/", new TreeMap<>(Map.of("COLOUR", "grün")), "", Profile.CHANGE, run.stdin());
        ExecutionId id = next();
        run(id, with);
        String env = read(id);
        assertThat(env.lines())
                .contains("CI=true", "NONINTERACTIVE=1", "DEBIAN_FRONTEND=noninteractive", "COLOUR=grün", "PWD=/")
                .contains("DROPOPS_EXECUTION=" + id);
        assertThat(env.lines().filter(line -> line.startsWith("DROPOPS_"))).hasSize(1);
    }

    @Test
    void aMissingFolderIsSaidBeforeAnythingStarts() {
        var run = RunCommand.of("pwd");
        var nowhere = new RunCommand(run.command(), "/no/such/folder", run.env(), "", run.profile(), run.stdin());
        assertThatThrownBy(() -> run(next(), nowhere))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/no/such/folder")
                .hasMessageContaining("No such file");
    }

    @Test
    void aCommandMayBeginWithADash() throws Exception {
        assertThat(exitCode("-x")).isEqualTo(127);
    }

    @Test
    void cancellingEndsTheWholeTree() throws Exception {
        ExecutionId id = next();
        Running running =
                start(id, RunCommand.of("sleep 1000 & (sleep 1001 & setsid sleep 1002 & wait) & echo up; wait"));
        awaitOutput(id);
        until(() -> alive(id) >= 5);
        running.cancel();
        Ended.Exited ended = (Ended.Exited) running.ended().get(20, TimeUnit.SECONDS);
        assertThat(ended.cancelled()).isTrue();
        assertThat(ended.exitCode()).isEqualTo(143);
        until(() -> alive(id) == 0);
    }

    @Test
    void cancellingEndsADaemonThatForkedTwice() throws Exception {
        ExecutionId id = next();
        Running running =
                start(id, RunCommand.of("(setsid sh -c 'exec sleep 1003 >/dev/null 2>&1 &') ; echo up; sleep 1004"));
        awaitOutput(id);
        until(() -> alive(id) >= 2);
        running.cancel();
        running.ended().get(20, TimeUnit.SECONDS);
        until(() -> alive(id) == 0);
    }

    @Test
    void aCancelledExecutionHasNotEndedBeforeItsWholeTree() throws Exception {
        ExecutionId id = next();
        Running running = start(
                id, RunCommand.of("(trap '' TERM; echo up; while sleep 0.1; do :; done) >/dev/null & echo up; wait"));
        awaitOutput(id);
        until(() -> alive(id) >= 2);
        running.cancel();
        running.ended().get(30, TimeUnit.SECONDS);
        assertThat(alive(id)).isZero();
    }

    @Test
    void whoIgnoresTheRequestIsKilled() throws Exception {
        ExecutionId id = next();
        Running running = start(id, RunCommand.of("trap '' TERM; echo up; while :; do sleep 0.1; done"));
        awaitOutput(id);
        long before = System.nanoTime();
        running.cancel();
        Ended.Exited ended = (Ended.Exited) running.ended().get(30, TimeUnit.SECONDS);
        assertThat(ended.exitCode()).isEqualTo(137);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Running.GRACE.minusMillis(100));
    }

    @Test
    void endlessOutputIsCancelledAndAllOfItCounted() throws Exception {
        ExecutionId id = next();
        Running running = start(id, RunCommand.of("yes"));
        awaitOutput(id);
        running.cancel();
        Ended.Exited ended = (Ended.Exited) running.ended().get(20, TimeUnit.SECONDS);
        assertThat(ended.cancelled()).isTrue();
        assertThat(ended.output().stdout().written()).isPositive();
    }

    @Test
    void aBackgroundChildDoesNotKeepTheExecutionOpen() throws Exception {
        ExecutionId id = next();
        Running running = start(id, RunCommand.of("(while sleep 0.1; do echo tick; done) & echo started"));
        Ended.Exited ended = (Ended.Exited) running.ended().get(10, TimeUnit.SECONDS);
        assertThat(ended.exitCode()).isZero();
        assertThat(read(id)).startsWith("started\n");
        // its output is thrown away from now on, and it is not stopped by that
        int ticks = alive(id);
        assertThat(ticks).isPositive();
        LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
        assertThat(alive(id)).isPositive();
        marked(id).forEach(process -> Libc.kill(process.pid(), Libc.SIGKILL));
        until(() -> alive(id) == 0);
    }

    @Test
    void orphansAreReapedWhenTheyEnd() throws Exception {
        ExecutionId id = next();
        run(id, RunCommand.of("(setsid sleep 0.2 >/dev/null 2>&1 &); exit 0"));
        until(() -> Processes.now().all().stream().noneMatch(each -> each.isOurs() && each.isZombie()));
    }

    @Test
    void manyCommandsLeaveNoDescriptorBehind() throws Exception {
        run(next(), RunCommand.of("true"));
        long before = descriptors();
        for (int i = 0; i < 50; i++) {
            run(next(), RunCommand.of("echo x"));
        }
        until(() -> descriptors() <= before + 2);
    }

    @Test
    void aGigabyteIsCountedAndHashedInFull() throws Exception {
        ExecutionId id = next();
        Ended.Exited ended = run(id, RunCommand.of("head -c 1073741824 /dev/zero"));
        assertThat(ended.output().stdout().written()).isEqualTo(1L << 30);
        assertThat(ended.output().stdout().shown().sha256().hex())
                .isEqualTo("49bc20df15e412a64472421e13fe86ff1c5165e18b2afccf160d4dc19fe68a14");
    }

    private int exitCode(String command) throws Exception {
        return run(next(), RunCommand.of(command)).exitCode();
    }

    private String output(String command) throws Exception {
        ExecutionId id = next();
        run(id, RunCommand.of(command));
        return read(id);
    }

    private Ended.Exited run(ExecutionId id, RunCommand run) throws Exception {
        return (Ended.Exited) start(id, run).ended().get(60, TimeUnit.SECONDS);
    }

    private Running start(ExecutionId id, RunCommand run) throws IOException {
        Recording recording = spool.record(id);
        return shell.start(id, run, recording);
    }

    private String read(ExecutionId id) throws IOException, InterruptedException {
        var all = new ByteArrayOutputStream();
        try (Cursor cursor = spool.read(id, 0, 0).orElseThrow()) {
            while (cursor.next() instanceof Piece.Data data) {
                all.writeBytes(data.bytes().array());
            }
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    /** What a reader is shown from these offsets to the end. */
    private Map<Stream, String> shown(ExecutionId id, long stdout, long stderr) {
        var shown = new EnumMap<Stream, String>(Stream.class);
        try (Cursor cursor = spool.read(id, stdout, stderr).orElseThrow()) {
            while (cursor.next() instanceof Piece.Data(var stream, long _, var bytes)) {
                shown.merge(stream, new String(bytes.array(), StandardCharsets.UTF_8), String::concat);
            }
            return shown;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitOutput(ExecutionId id) throws IOException, InterruptedException {
        try (Cursor cursor = spool.read(id, 0, 0).orElseThrow()) {
            assertThat(cursor.next()).isInstanceOf(Piece.Data.class);
        }
    }

    private static long descriptors() {
        String[] open = Path.of("/proc/self/fd").toFile().list();
        return open == null ? Long.MAX_VALUE : open.length;
    }

    /** How many processes of this execution run. */
    private static int alive(ExecutionId id) {
        return marked(id).size();
    }

    private static List<Processes.Entry> marked(ExecutionId id) {
        return Processes.now().all().stream()
                .filter(process -> !process.isZombie())
                .filter(process -> process.carries(CommandEnvironment.MARK + "=" + id))
                .toList();
    }

    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for 20 s").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    private static ExecutionId next() {
        return new ExecutionId(Digest.of(FakeControlPlane.random(32)).hex());
    }
}
