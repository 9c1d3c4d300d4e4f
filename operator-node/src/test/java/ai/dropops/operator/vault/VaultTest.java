package ai.dropops.operator.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.dropops.operator.control.FakeControlPlane;
import ai.dropops.protocol.action.Outcome;
import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final ProposalId PROPOSAL = ProposalId.of(new byte[16]);
    private static final OperatorId ME = OperatorId.of(new byte[16]);
    private static final KeyPair KEY = FakeControlPlane.ed25519();

    @TempDir
    Path folder;

    @Test
    void aKeyBeginsOnceAndIsKnownToEveryLaterProcess() {
        ExecutionId key = SpoolTest.execution(1);
        try (Vault vault = open()) {
            assertThat(vault.known(key)).isEmpty();
            assertThat(vault.begin(begun(key), NOW)).isTrue();
            assertThat(vault.begin(begun(key), NOW)).isFalse();
        }
        try (Vault vault = open()) {
            assertThat(vault.known(key)).contains(begun(key));
            assertThat(vault.begin(begun(key), NOW)).isFalse();
            assertThat(vault.begun()).containsExactly(begun(key));
        }
    }

    @Test
    void sequencesRiseAcrossProcessesAndReceiptsAreRepeatedUntilKept() {
        try (Vault vault = open()) {
            conclude(vault, 1);
            conclude(vault, 2);
            vault.mention(sequence -> receipt(SpoolTest.execution(3), sequence));
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
            vault.begin(begun(key), NOW);
            vault.conclude(key, Instant.parse("9999-01-01T00:00:00Z"), sequence -> receipt(key, sequence));
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
        return Vault.open(folder.resolve("dropops.db"));
    }

    private static Known.Begun begun(ExecutionId key) {
        return new Known.Begun(key, PROPOSAL, 1, NOW);
    }

    private static void conclude(Vault vault, int number) {
        ExecutionId key = SpoolTest.execution(number);
        vault.conclude(key, NOW, sequence -> receipt(key, sequence));
    }

    private static Receipt.Signed receipt(ExecutionId key, long sequence) {
        return new Receipt(key, PROPOSAL, ME, 1, sequence, new Outcome.Voided())
                .sign(message -> FakeControlPlane.sign(KEY, message));
    }
}
