package ai.dropops.operator.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.dropops.operator.control.FakeControlPlane;
import ai.dropops.protocol.action.Account;
import ai.dropops.protocol.action.Excerpt;
import ai.dropops.protocol.action.Outcome;
import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.audit.Finding;
import ai.dropops.protocol.audit.Verifier;
import ai.dropops.protocol.identity.ApiKey;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.Secret;
import ai.dropops.protocol.identity.VerifyingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final ProposalId PROPOSAL = ProposalId.of(new byte[16]);
    private static final OperatorId ME = OperatorId.of(new byte[16]);
    private static final Secret API_KEY = ApiKey.of(ME, new byte[32]).text();
    private static final Deed DEED = new Deed(Deed.Event.CMD_EXEC, Bytes.EMPTY);
    private static final KeyPair KEY = FakeControlPlane.ed25519();

    @TempDir
    Path folder;

    @Test
    void aKeyBeginsOnceAndIsKnownToEveryLaterProcess() {
        ExecutionId key = SpoolTest.execution(1);
        try (Vault vault = open()) {
            assertThat(vault.known(key)).isEmpty();
            assertThat(vault.begin(begun(key), DEED, NOW)).isTrue();
            assertThat(vault.begin(begun(key), DEED, NOW)).isFalse();
        }
        try (Vault vault = open()) {
            assertThat(vault.known(key)).contains(begun(key));
            assertThat(vault.begin(begun(key), DEED, NOW)).isFalse();
            assertThat(vault.begun()).containsExactly(begun(key));
        }
    }

    @Test
    void sequencesRiseAcrossProcessesAndReceiptsAreRepeatedUntilKept() {
        try (Vault vault = open()) {
            conclude(vault, 1);
            conclude(vault, 2);
            vault.mention(account(SpoolTest.execution(3), new Outcome.StillRunning(NOW)), VaultTest::sign);
        }
        try (Vault vault = open()) {
            assertThat(vault.sequence()).isEqualTo(3);
            assertThat(vault.unkept(0, 10))
                    .extracting(signed -> signed.content().sequence())
                    .containsExactly(1L, 2L);
            vault.kept(SpoolTest.execution(1), 1);
            vault.kept(SpoolTest.execution(2), 99);
            assertThat(vault.unkept(0, 10))
                    .extracting(signed -> signed.content().sequence())
                    .containsExactly(2L);
        }
    }

    @Test
    void keysAreForgottenOnlyByASignedTimeAndOnlyOnceTold() {
        try (Vault vault = open()) {
            conclude(vault, 1);
            conclude(vault, 2);
            vault.kept(SpoolTest.execution(1), 1);
            vault.advance(NOW.plusSeconds(299));
            assertThat(vault.known(SpoolTest.execution(1))).isPresent();
            vault.advance(NOW.plusSeconds(301));
            assertThat(vault.known(SpoolTest.execution(1))).isEmpty();
            assertThat(vault.known(SpoolTest.execution(2))).isPresent();
            vault.advance(NOW);
            assertThat(vault.signedTime()).isEqualTo(NOW.plusSeconds(301));
        }
    }

    @Test
    void aConclusionKeepsTheEndOfThePermitItBeganUnder() {
        try (Vault vault = open()) {
            ExecutionId key = SpoolTest.execution(1);
            vault.begin(begun(key), DEED, NOW);
            vault.conclude(
                    account(key, new Outcome.Voided()),
                    Instant.parse("9999-01-01T00:00:00Z"),
                    Excerpt.NONE,
                    VaultTest::sign);
            vault.kept(key, 1);
            vault.advance(NOW.plusSeconds(301));
            assertThat(vault.known(key)).isEmpty();
        }
    }

    @Test
    void receiptsOfAnotherOperatorAreGivenUp() {
        try (Vault vault = open()) {
            conclude(vault, 1);
            vault.reissue(_ -> Optional.empty());
            assertThat(vault.unkept(0, 10)).isEmpty();
            assertThat(vault.known(SpoolTest.execution(1))).isPresent();
        }
    }

    @Test
    void writersThatComeTogetherEachGetTheirOwnPlaceInTheHistory() throws Exception {
        int writers = 16;
        int each = 20;
        try (Vault vault = open();
                var threads = Executors.newFixedThreadPool(writers)) {
            vault.enrolled(ME, VerifyingKey.of(KEY.getPublic()), VerifyingKey.of(KEY.getPublic()));
            var work = new ArrayList<Future<?>>();
            for (int writer = 0; writer < writers; writer++) {
                int from = writer * each;
                work.add(threads.submit(() -> {
                    for (int number = from + 1; number <= from + each; number++) {
                        assertThat(vault.begin(begun(SpoolTest.execution(number)), DEED, NOW))
                                .isTrue();
                        conclude(vault, number);
                    }
                }));
            }
            for (Future<?> done : work) {
                done.get();
            }
            assertThat(vault.sequence()).isEqualTo((long) writers * each);
        }
        try (Vault vault = open()) {
            var verifier = new Verifier(Optional.empty());
            vault.export(verifier::read);
            Finding finding = verifier.finish();
            assertThat(finding.holds()).as(finding.lines().toString()).isTrue();
            assertThat(finding.receipts()).isEqualTo((long) writers * each);
            assertThat(vault.changedContent()).isEmpty();
        }
    }

    @Test
    void workThatFailsTakesNobodyWithIt() throws Exception {
        try (Vault vault = open();
                var threads = Executors.newFixedThreadPool(8)) {
            var work = new ArrayList<Future<?>>();
            for (int number = 1; number <= 40; number++) {
                ExecutionId key = SpoolTest.execution(number);
                boolean fails = number % 4 == 0;
                work.add(threads.submit(() ->
                        vault.conclude(account(key, new Outcome.Voided()), NOW, Excerpt.NONE, receipt -> {
                            if (fails) {
                                throw new IllegalStateException("no key");
                            }
                            return sign(receipt);
                        })));
            }
            int failed = 0;
            for (Future<?> done : work) {
                try {
                    done.get();
                } catch (ExecutionException e) {
                    assertThat(e).hasRootCauseMessage("no key");
                    failed++;
                }
            }
            assertThat(failed).isEqualTo(10);
            assertThat(vault.sequence()).isEqualTo(30);
            assertThat(vault.unkept(0, 100)).hasSize(30);
        }
    }

    @Test
    void aFullDiskKeepsWhatWasAcceptedAndGoesOnWhenThereIsRoom() throws Exception {
        try (Vault vault = open()) {
            conclude(vault, 1);
            vault.limit(1);
            var large = new Deed(Deed.Event.CMD_EXEC, Bytes.wrap(new byte[1 << 20]));
            assertThatThrownBy(() -> vault.begin(begun(SpoolTest.execution(2)), large, NOW))
                    .isInstanceOf(VaultFailure.class)
                    .hasMessageContaining("full");
            assertThat(vault.known(SpoolTest.execution(1))).isPresent();
            assertThat(vault.known(SpoolTest.execution(2))).isEmpty();
            vault.limit(1 << 20);
            assertThat(vault.begin(begun(SpoolTest.execution(2)), large, NOW)).isTrue();
        }
        try (Vault vault = open()) {
            assertThat(vault.known(SpoolTest.execution(2))).isPresent();
            assertThat(vault.changedContent()).isEmpty();
        }
    }

    @Test
    void aFolderFromBeforeEncryptionIsRefusedAndLeftAlone() throws Exception {
        Path file = folder.resolve("dropops.db");
        try (var database = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = database.createStatement()) {
            statement.execute("CREATE TABLE execution(key BLOB)");
            statement.execute("PRAGMA user_version = 1");
        }
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(this::open)
                .isInstanceOf(VaultDamaged.class)
                .hasMessageContaining("written by an operator that did not encrypt");
        try (var database = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = database.createStatement()) {
            assertThat(statement.executeQuery("PRAGMA user_version").getInt(1)).isEqualTo(1);
        }
        assertThat(Files.size(file)).isEqualTo(before.length);
    }

    @Test
    void aFileThatIsNoDatabaseIsRefused() throws IOException {
        Files.writeString(
                folder.resolve("dropops.db"), "not a database, and longer than its header would be".repeat(50));
        assertThatThrownBy(this::open).isInstanceOf(VaultDamaged.class).hasMessageContaining("dropops.db");
    }

    @Test
    void aFolderIsHeldByOneProcess() throws IOException {
        Path path = folder.resolve("a/b");
        var opened = (Folder.Opening.Opened) Folder.open(path);
        try (Folder held = opened.folder()) {
            assertThat(Folder.open(held.path())).isEqualTo(new Folder.Opening.InUse(path));
            assertThat(Files.getPosixFilePermissions(path)).hasSize(3);
        }
        assertThat(Folder.open(Path.of("/proc/none"))).isInstanceOf(Folder.Opening.Unusable.class);
    }

    private Vault open() {
        return Vault.open(folder.resolve("dropops.db"), API_KEY, Duration.ZERO, Clock.systemUTC());
    }

    private static Known.Begun begun(ExecutionId key) {
        return new Known.Begun(key, PROPOSAL, 1, NOW);
    }

    private static void conclude(Vault vault, int number) {
        ExecutionId key = SpoolTest.execution(number);
        vault.conclude(account(key, new Outcome.Voided()), NOW, Excerpt.NONE, VaultTest::sign);
    }

    private static Account account(ExecutionId key, Outcome outcome) {
        return new Account(key, PROPOSAL, ME, 1, outcome);
    }

    private static Receipt.Signed sign(Receipt receipt) {
        return receipt.sign(message -> FakeControlPlane.sign(KEY, message));
    }
}
