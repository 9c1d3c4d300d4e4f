package ai.dropops.operator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.operator.control.Approvals;
import ai.dropops.operator.control.FakeControlPlane;
import ai.dropops.operator.control.FakeLink;
import ai.dropops.operator.control.OperatorProcess;
import ai.dropops.operator.vault.Known;
import ai.dropops.operator.vault.Vault;
import ai.dropops.protocol.audit.Finding;
import ai.dropops.protocol.audit.Verifier;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.wire.Frame;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real operator killed under load, again and again: its vault opens and verifies, and nothing it had accepted is missing.
 * {@code -Ddropops.kills=200} does it as often.
 */
class KilledAgentTest {
    private static final int KILLS = Integer.getInteger("dropops.kills", 12);
    private static final long LONGEST_LIFE_NANOS = 200_000_000;
    private static final long PAUSE_NANOS = 5_000_000;

    @TempDir
    Path folder;

    @Test
    void nothingAcceptedIsMissingHoweverOftenItIsKilled() throws Exception {
        var random = new Random(20_261_127);
        Set<ExecutionId> accepted = new HashSet<>();
        try (var plane = new FakeControlPlane()) {
            for (int kill = 1; kill <= KILLS; kill++) {
                try (var operator = OperatorProcess.start(plane, folder)) {
                    FakeLink link = welcomed(plane, operator);
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
                            .forEach(report ->
                                    accepted.add(report.receipt().content().execution()));
                }
                assertItHolds(plane, accepted, kill);
            }
        }
        assertThat(accepted).as("under load").hasSizeGreaterThanOrEqualTo(KILLS * 4 / 5);
    }

    private static FakeLink welcomed(FakeControlPlane plane, OperatorProcess operator) throws InterruptedException {
        try {
            return plane.nextWelcomed();
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; its log:\n" + operator.log(), e);
        }
    }

    private static void deliver(FakeControlPlane plane, FakeLink link) {
        link.deliver(Approvals.of("head -c 2000 /dev/zero", plane).order());
    }

    private void assertItHolds(FakeControlPlane plane, Set<ExecutionId> accepted, int kill) {
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
