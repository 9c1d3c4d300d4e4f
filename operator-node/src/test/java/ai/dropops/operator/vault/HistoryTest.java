package ai.dropops.operator.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.dropops.operator.control.FakeControlPlane;
import ai.dropops.protocol.action.Account;
import ai.dropops.protocol.action.Excerpt;
import ai.dropops.protocol.action.Outcome;
import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.audit.Checkpoint;
import ai.dropops.protocol.audit.Finding;
import ai.dropops.protocol.audit.Flaw;
import ai.dropops.protocol.audit.HistoryLine;
import ai.dropops.protocol.audit.Verifier;
import ai.dropops.protocol.audit.Witness;
import ai.dropops.protocol.identity.ApiKey;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.Secret;
import ai.dropops.protocol.identity.VerifyingKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vault's files in the hands of somebody who may write them. */
class HistoryTest {
    private static final String SECRET = "PGPASSWORD=plaintext pg_dump";
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final OperatorId ME = OperatorId.of(new byte[16]);
    private static final ProposalId PROPOSAL = ProposalId.of(new byte[16]);
    private static final Secret API_KEY = ApiKey.of(ME, new byte[32]).text();
    private static final Secret NEXT_KEY =
            ApiKey.of(ME, FakeControlPlane.random(32)).text();
    private static final KeyPair RECEIPTS = FakeControlPlane.ed25519();
    private static final KeyPair PERMITS = FakeControlPlane.ed25519();

    @TempDir
    Path folder;

    private final List<String> witness = new ArrayList<>();

    @BeforeEach
    void liveThroughThreeExecutions() {
        try (Vault vault = open(folder, API_KEY)) {
            vault.enrolled(ME, VerifyingKey.of(RECEIPTS.getPublic()), VerifyingKey.of(PERMITS.getPublic()));
            witness.add(new HistoryLine.PermitKey(VerifyingKey.of(PERMITS.getPublic())).json());
            witness.add(new HistoryLine.Start(ME, vault.id(), vault.start().orElseThrow()).json());
            vault.startTaken();
            for (int i = 1; i <= 3; i++) {
                live(vault, i);
            }
        }
    }

    @Test
    void anHonestVaultHoldsAlsoAfterARekeyAndAfterForgetting() {
        try (Vault vault = open(folder, API_KEY)) {
            vault.kept(SpoolTest.execution(1), 1);
            vault.advance(NOW.plusSeconds(301));
        }
        Vault.rekey(folder.resolve("dropops.db"), API_KEY, NEXT_KEY, Clock.systemUTC());
        try (Vault vault = open(folder, NEXT_KEY)) {
            live(vault, 4);
            Finding finding = verify(vault, Optional.of(Witness.parse(witness)));
            assertThat(finding.holds()).as(finding.lines().toString()).isTrue();
            assertThat(finding.tagged()).isTrue();
            assertThat(finding.receipts()).isEqualTo(3);
            assertThat(vault.changedContent()).isEmpty();
            assertThat(vault.start()).isEmpty();
        }
    }

    @Test
    void anotherKeyIsRefusedAndChangesNothing() throws IOException {
        byte[] before = Files.readAllBytes(folder.resolve("dropops.db"));
        assertThatThrownBy(() -> open(folder, NEXT_KEY)).isInstanceOf(VaultLocked.class);
        assertThatThrownBy(() -> Vault.rekey(folder.resolve("dropops.db"), NEXT_KEY, API_KEY, Clock.systemUTC()))
                .isInstanceOf(VaultLocked.class);
        assertThat(Files.readAllBytes(folder.resolve("dropops.db"))).isEqualTo(before);
        try (Vault vault = open(folder, API_KEY)) {
            assertThat(vault.known(SpoolTest.execution(3))).isPresent();
        }
    }

    @Test
    void nothingThatWasDoneOrSaidLiesInTheFilesInPlain() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertThat(text)
                        .doesNotContain("plaintext")
                        .doesNotContain("refused")
                        .doesNotContain("CMD_EXEC");
            }
        }
    }

    @Test
    void everyChangeToTheDatabaseNamesTheEntry() throws Exception {
        Map<String, Integer> changes = Map.of(
                "UPDATE entry SET kind = 'TOLD' WHERE number = 5", 5,
                "UPDATE entry SET at = at + 1 WHERE number = 6", 6,
                "UPDATE entry SET facts = (SELECT facts FROM entry WHERE number = 3) WHERE number = 5", 5,
                "DELETE FROM entry WHERE number = 4", 4,
                "UPDATE entry SET hash = zeroblob(32) WHERE number = 7", 7,
                "UPDATE content SET action = (SELECT max(action) FROM content WHERE rowid > 1) WHERE rowid = 1", 3,
                "UPDATE content SET output = zeroblob(length(output)) WHERE rowid = 3", 8,
                "DELETE FROM execution WHERE sequence = 2", 6,
                "UPDATE checkpoint SET checkpoint = (SELECT max(checkpoint) FROM checkpoint) WHERE number = 4", 8);
        for (var change : changes.entrySet()) {
            Path copy = copy();
            sql(copy, change.getKey());
            assertThat(complaint(copy)).as(change.getKey()).contains("entry " + change.getValue());
        }
        assertThat(complaint(copy())).isEmpty();
    }

    @Test
    void aDatabaseThatWasCutOrPutBackIsRefusedByItsKey() throws Exception {
        Path earlier = copy();
        try (Vault vault = open(folder, API_KEY)) {
            live(vault, 4);
        }
        Path cut = copy();
        sql(cut, "DELETE FROM entry WHERE number > 8");
        assertThatThrownBy(() -> open(cut, API_KEY))
                .isInstanceOf(VaultDamaged.class)
                .hasMessageContaining("ends at entry 8, and entry 10 was written");
        Path mixed = copy();
        Files.copy(earlier.resolve("dropops.db"), mixed.resolve("dropops.db"), StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> open(mixed, API_KEY)).hasMessageContaining("put back from an earlier day");
        Path swapped = copy();
        try (Vault other = open(Files.createDirectory(folder.resolve("other")), API_KEY)) {
            assertThat(other.start()).isPresent();
        }
        Files.copy(
                folder.resolve("other/chain.key"), swapped.resolve("chain.key"), StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> open(swapped, API_KEY)).hasMessageContaining("belongs to another vault");
        try (Vault whole = open(earlier, API_KEY)) {
            assertThat(verify(whole, Optional.empty()).holds())
                    .as("alone it cannot tell")
                    .isTrue();
            assertThat(verify(whole, Optional.of(Witness.parse(witness))).flaw())
                    .hasValueSatisfying(flaw -> assertThat(flaw.line()).contains("entry 9: is missing"));
        }
    }

    @Test
    void aCheckpointOfAHistoryThatIsNotOursIsNotKept() throws IOException {
        try (Vault vault = open(folder, API_KEY);
                Vault other = open(Files.createDirectory(folder.resolve("other")), API_KEY)) {
            vault.witnessed(checkpoint(live(other, 1)));
            String foreign = HexFormat.of().formatHex(other.id().bytes());
            assertThat(export(vault))
                    .noneMatch(line -> line.contains("\"type\":\"checkpoint\"") && line.contains(foreign));
        }
    }

    private Receipt live(Vault vault, int number) {
        ExecutionId execution = SpoolTest.execution(number);
        var deed = new Deed(Deed.Event.CMD_EXEC, Bytes.wrap(SECRET.getBytes(StandardCharsets.UTF_8)));
        vault.begin(new Known.Begun(execution, PROPOSAL, 1, NOW), deed, NOW);
        var output = new Excerpt.Kept(SECRET.length(), deed.proposal(), Bytes.EMPTY);
        Receipt receipt = vault.conclude(
                        new Account(execution, PROPOSAL, ME, 1, new Outcome.Voided()),
                        NOW,
                        new Excerpt(output, Excerpt.Kept.NOTHING),
                        told -> told.sign(message -> FakeControlPlane.sign(RECEIPTS, message)))
                .content();
        Checkpoint.Signed checkpoint = checkpoint(receipt);
        vault.witnessed(checkpoint);
        witness.add(new HistoryLine.Witnessed(checkpoint).json());
        return receipt;
    }

    private static Checkpoint.Signed checkpoint(Receipt receipt) {
        return new Checkpoint(ME, receipt.head(), NOW).sign(message -> FakeControlPlane.sign(PERMITS, message));
    }

    /** What verifying says of the vault in {@code copy}, nothing when it holds. */
    private static String complaint(Path copy) {
        try (Vault vault = open(copy, API_KEY)) {
            Finding finding = verify(vault, Optional.empty());
            return finding.flaw().map(Flaw::line).or(vault::changedContent).orElse("");
        } catch (VaultDamaged | VaultFailure e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static List<String> export(Vault vault) {
        var lines = new ArrayList<String>();
        vault.export(lines::add);
        return lines;
    }

    private static Finding verify(Vault vault, Optional<Witness> witness) {
        var verifier = new Verifier(witness);
        vault.export(verifier::read);
        return verifier.finish();
    }

    private Path copy() throws IOException {
        Path copy = Files.createTempDirectory(folder, "copy");
        for (String name : List.of("dropops.db", "chain.key")) {
            Files.copy(folder.resolve(name), copy.resolve(name));
        }
        return copy;
    }

    private static void sql(Path folder, String sql) throws SQLException {
        try (var database = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("dropops.db"));
                var statement = database.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isPositive();
        }
    }

    private static Vault open(Path folder, Secret key) {
        return Vault.open(folder.resolve("dropops.db"), key, Duration.ZERO, Clock.systemUTC());
    }
}
