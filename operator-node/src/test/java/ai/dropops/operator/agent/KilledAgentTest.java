package ai.dropops.operator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.operator.control.Approvals;
import ai.dropops.operator.control.FakeControlPlane;
import ai.dropops.operator.control.FakeLink;
import ai.dropops.operator.control.OperatorProcess;
import ai.dropops.operator.ledger.Ledger;
import ai.dropops.operator.vault.Known;
import ai.dropops.operator.vault.Vault;
import ai.dropops.protocol.action.FileAction;
import ai.dropops.protocol.action.Order;
import ai.dropops.protocol.action.Outcome;
import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.audit.Finding;
import ai.dropops.protocol.audit.Verifier;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.wire.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real operator killed under load, again and again: its vault opens and verifies, nothing it had accepted is missing, and no file
 * was changed that its ledger does not know.
 * {@code -Ddropops.kills=200} does it as often.
 */
class KilledAgentTest {
    private static final int KILLS = Integer.getInteger("dropops.kills", 12);
    private static final long LONGEST_LIFE_NANOS = 200_000_000;
    private static final long PAUSE_NANOS = 5_000_000;
    /** One of so many orders writes a file. */
    private static final int FILE_EVERY = 4;

    @TempDir
    Path folder;

    @TempDir
    Path files;

    private final Set<ExecutionId> accepted = new HashSet<>();
    private final Map<ExecutionId, Path> writes = new HashMap<>();
    private final Set<Path> written = new HashSet<>();
    private int delivered;

    @Test
    void nothingAcceptedIsMissingHoweverOftenItIsKilled() throws Exception {
        var random = new Random(20_261_127);
        try (var plane = new FakeControlPlane()) {
            for (int kill = 1; kill <= KILLS; kill++) {
                try (var operator = OperatorProcess.start(plane, folder)) {
                    FakeLink link = welcomed(plane, operator);
                    if (kill == 1) {
                        write(plane, link);
                        reported(link.unconfirmedReceipt());
                    }
                    deliver(plane, link);
                    if (kill % 5 > 0) {
                        accepted.add(link.await(Frame.Started.class).execution());
                    }
                    long end = System.nanoTime() + random.nextLong(LONGEST_LIFE_NANOS);
                    while (System.nanoTime() < end) {
                        deliver(plane, link);
                        LockSupport.parkNanos(random.nextLong(PAUSE_NANOS));
                    }
                    operator.kill();
                    link.received(Frame.Started.class).forEach(started -> accepted.add(started.execution()));
                    link.received(Frame.Report.class)
                            .forEach(report -> reported(report.receipt().content()));
                }
                assertItHolds(plane, kill);
                assertTheLedgerHolds(kill);
            }
        }
        assertThat(accepted).as("under load").hasSizeGreaterThanOrEqualTo(KILLS * 4 / 5);
        assertThat(written).as("files written").isNotEmpty();
    }

    private static FakeLink welcomed(FakeControlPlane plane, OperatorProcess operator) throws InterruptedException {
        try {
            return plane.nextWelcomed();
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; its log:\n" + operator.log(), e);
        }
    }

    private void deliver(FakeControlPlane plane, FakeLink link) {
        if (++delivered % FILE_EVERY == 0) {
            write(plane, link);
        } else {
            link.deliver(Approvals.of("head -c 2000 /dev/zero", plane).order());
        }
    }

    private void write(FakeControlPlane plane, FakeLink link) {
        Path file = files.resolve("file-" + writes.size());
        var write = new FileAction.WriteFile(
                file.toString(), Bytes.wrap(new byte[3000]), FileAction.ABSENT, FileAction.KEEP);
        Order order = Approvals.of("true", plane).run(write).order();
        writes.put(order.execution(), file);
        link.deliver(order);
    }

    private void reported(Receipt receipt) {
        accepted.add(receipt.execution());
        Path file = writes.get(receipt.execution());
        if (file != null && receipt.outcome() instanceof Outcome.Finished finished && finished.exitCode() == 0) {
            written.add(file);
        }
    }

    /** Each file that is there was in the ledger before, and each that was reported is in it after. */
    private void assertTheLedgerHolds(int kill) throws IOException {
        Path data = folder.resolve(".dropops/data/ledger");
        if (Files.notExists(data)) {
            return;
        }
        try (Ledger ledger = Ledger.in(data, Clock.systemUTC())) {
            assertThat(ledger.history("/never/written")).isEmpty();
        }
        Set<String> said = new HashSet<>();
        try (var repository = new FileRepository(data.toFile());
                var walk = new RevWalk(repository)) {
            ObjectId head = repository.resolve("refs/heads/main");
            if (head != null) {
                walk.markStart(walk.parseCommit(head));
                walk.forEach(commit -> said.add(commit.getShortMessage()));
            }
        }
        written.forEach(file -> assertThat(said).as("kill %d", kill).contains("write " + file));
        try (var there = Files.list(files)) {
            for (Path file : there.filter(KilledAgentTest::isWhole).toList()) {
                assertThat(said).as("kill %d", kill).contains("before write " + file);
            }
        }
    }

    /** Not what a writer that was killed has left beside it. */
    private static boolean isWhole(Path file) {
        return file.getFileName().toString().startsWith("file-");
    }

    private void assertItHolds(FakeControlPlane plane, int kill) {
        var verifier = new Verifier(Optional.empty());
        try (Vault vault = Vault.open(
                folder.resolve(".dropops/data/dropops.db"),
                plane.apiKey.text(),
                Duration.ofDays(90),
                Clock.systemUTC())) {
            vault.export(verifier::read);
            Finding finding = verifier.finish();
            assertThat(finding.holds()).as("kill %d: %s", kill, finding.lines()).isTrue();
            assertThat(vault.changedContent()).isEmpty();
            for (ExecutionId execution : accepted) {
                Optional<Known> known = vault.known(execution);
                assertThat(known).as("kill %d: %s", kill, execution).isPresent();
            }
        }
    }
}
