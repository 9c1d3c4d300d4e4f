package ai.dropops.operator.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.operator.control.FakeControlPlane;
import ai.dropops.protocol.action.Account;
import ai.dropops.protocol.action.Excerpt;
import ai.dropops.protocol.action.Outcome;
import ai.dropops.protocol.action.Output;
import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.action.Refusal;
import ai.dropops.protocol.action.Volume;
import ai.dropops.protocol.audit.Finding;
import ai.dropops.protocol.audit.Verifier;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.Secret;
import ai.dropops.protocol.identity.VerifyingKey;
import ai.dropops.protocol.wire.Stream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A vault on a host that is to keep no records. */
class RecordsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final ProposalId PROPOSAL = ProposalId.of(new byte[16]);
    private static final OperatorId ME = OperatorId.of(new byte[16]);
    private static final Secret API_KEY = new Secret("any");
    private static final KeyPair KEY = FakeControlPlane.ed25519();
    private static final Excerpt OUTPUT =
            new Excerpt(new Excerpt.Kept(5, Bytes.wrap("hello".getBytes(UTF_8)), Bytes.EMPTY), Excerpt.Kept.NOTHING);

    @TempDir
    Path folder;

    @Test
    void outputWaitsUntilItsReceiptIsStoredAndIsForgottenWhenItIsTaken() {
        ExecutionId execution = SpoolTest.execution(1);
        try (Vault vault = elsewhere()) {
            runs(vault, 1);
            assertThat(vault.leaver()).as("its receipt is not stored").isEmpty();
        }
        try (Vault vault = elsewhere()) {
            vault.kept(execution, 1);
            assertThat(vault.leaver()).contains(new Leaver(execution, OUTPUT));
            vault.left(SpoolTest.execution(7));
            assertThat(vault.leaver()).contains(new Leaver(execution, OUTPUT));
            vault.left(execution);
            assertThat(vault.leaver()).isEmpty();
            assertThat(vault.known(execution)).as("it never runs again").isPresent();
            assertThat(vault.begin(begun(execution), deed(), NOW)).isFalse();
        }
        assertThat(rows("content") + rows("handover")).isZero();
    }

    @Test
    void theHistorySaysWhereRecordsAreKeptAndHolds() {
        try (Vault vault = open()) {
            vault.keepRecords(true);
            runs(vault, 1);
        }
        try (Vault vault = elsewhere()) {
            runs(vault, 2);
            vault.kept(SpoolTest.execution(2), 2);
            vault.left(SpoolTest.execution(2));
            assertThat(vault.isElsewhere(SpoolTest.execution(1))).isFalse();
            assertThat(vault.isElsewhere(SpoolTest.execution(2))).isTrue();
            assertThat(vault.isElsewhere(SpoolTest.execution(3))).isFalse();
        }
        try (Vault vault = elsewhere()) {
            assertThat(vault.keepsRecords()).isFalse();
        }
        try (Vault vault = open()) {
            vault.keepRecords(true);
            runs(vault, 3);
            assertThat(vault.leaver()).isEmpty();
            assertThat(vault.changedContent()).isEmpty();
            var lines = new ArrayList<String>();
            vault.export(lines::add);
            assertThat(lines.stream().filter(line -> line.contains("PLACED")))
                    .hasSize(2)
                    .satisfiesExactly(
                            line -> assertThat(line).contains("\"records\":\"control-plane\""),
                            line -> assertThat(line).contains("\"records\":\"host\""));
            var verifier = new Verifier(Optional.empty());
            lines.forEach(verifier::read);
            Finding finding = verifier.finish();
            assertThat(finding.holds()).as(finding.lines().toString()).isTrue();
        }
    }

    @Test
    void whatNeverRanIsNotHandedOver() {
        try (Vault vault = elsewhere()) {
            var refused = new Outcome.Refused(Refusal.CANNOT_RUN, "no");
            vault.conclude(account(1, refused), NOW, Excerpt.NONE, RecordsTest::sign);
            vault.kept(SpoolTest.execution(1), 1);
            assertThat(vault.leaver()).isEmpty();
        }
    }

    @Test
    void aVaultFromBeforeIsGivenTheTable() throws SQLException {
        try (Vault vault = open()) {
            runs(vault, 1);
        }
        try (var database = database();
                var statement = database.createStatement()) {
            statement.execute("DROP TABLE handover");
            statement.execute("PRAGMA user_version = 2");
        }
        try (Vault vault = elsewhere()) {
            runs(vault, 2);
            assertThat(vault.known(SpoolTest.execution(1))).isPresent();
        }
        assertThat(rows("handover")).isOne();
    }

    @Test
    void aRecordingIsGivenUpWhenTheLastReaderHasLeft() throws Exception {
        ExecutionId execution = SpoolTest.execution(1);
        Spool spool = Spool.open(
                folder.resolve("spool"),
                Retention.of(Retention.SMALLEST),
                () -> 1L << 40,
                Sentinel.usual(),
                SpoolKeys.ANY);
        var recording = spool.record(execution);
        recording.append(Stream.STDOUT, ByteBuffer.wrap("hello\n".getBytes(UTF_8)));
        recording.end();
        try (Cursor reader = spool.read(execution, 0, 0).orElseThrow()) {
            spool.giveUp(execution);
            assertThat(spool.read(execution, 0, 0)).isEmpty();
            assertThat(reader.next()).isInstanceOf(Piece.Data.class);
            assertThat(reader.next()).isInstanceOf(Piece.End.class);
            assertThat(kept()).isNotEmpty();
        }
        assertThat(kept()).isEmpty();
        assertThat(spool.read(execution, 0, 0)).isEmpty();
    }

    private List<Path> kept() throws IOException {
        try (var files = Files.walk(folder.resolve("spool"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private Vault elsewhere() {
        Vault vault = open();
        vault.keepRecords(false);
        return vault;
    }

    private Vault open() {
        Vault vault = Vault.open(folder.resolve("dropops.db"), API_KEY, Duration.ofDays(90), Clock.systemUTC());
        vault.enrolled(ME, VerifyingKey.of(KEY.getPublic()), VerifyingKey.of(KEY.getPublic()));
        return vault;
    }

    private static void runs(Vault vault, int number) {
        assertThat(vault.begin(begun(SpoolTest.execution(number)), deed(), NOW)).isTrue();
        var shown = new Volume(5, Digest.of("hello".getBytes(UTF_8)));
        var finished = new Outcome.Finished(0, false, NOW, NOW, Output.plain(shown), Output.NONE);
        vault.conclude(account(number, finished), NOW, OUTPUT, RecordsTest::sign);
    }

    private static Deed deed() {
        return new Deed(Deed.Event.CMD_EXEC, Bytes.wrap("echo hello".getBytes(UTF_8)));
    }

    private static Known.Begun begun(ExecutionId execution) {
        return new Known.Begun(execution, PROPOSAL, 1, NOW);
    }

    private static Account account(int number, Outcome outcome) {
        return new Account(SpoolTest.execution(number), PROPOSAL, ME, 1, outcome);
    }

    private static Receipt.Signed sign(Receipt receipt) {
        return receipt.sign(message -> FakeControlPlane.sign(KEY, message));
    }

    private int rows(String table) {
        try (var database = database();
                var statement = database.createStatement();
                var row = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
            row.next();
            return row.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Connection database() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("dropops.db"));
    }
}
