package ai.dropops.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.operator.control.FakeControlPlane;
import ai.dropops.operator.vault.Folder;
import ai.dropops.operator.vault.Vault;
import ai.dropops.protocol.audit.Finding;
import ai.dropops.protocol.audit.Verifier;
import ai.dropops.protocol.identity.ApiKey;
import ai.dropops.protocol.identity.OperatorId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator that does not run can be asked to do with its records. */
class UpkeepTest {
    private static final OperatorId ME = OperatorId.of(new byte[16]);
    private static final ApiKey KEY = ApiKey.of(ME, FakeControlPlane.random(32));
    private static final ApiKey NEXT = ApiKey.of(ME, FakeControlPlane.random(32));

    @TempDir
    Path temporary;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private Folder folder;

    @BeforeEach
    void open() {
        folder = ((Folder.Opening.Opened) Folder.open(temporary.resolve("data"))).folder();
        try (Vault vault =
                Vault.open(folder.resolve("dropops.db"), KEY.text(), Duration.ofDays(90), Clock.systemUTC())) {
            assertThat(vault.sequence()).isZero();
        }
    }

    @AfterEach
    void close() throws IOException {
        folder.close();
    }

    @Test
    void aRekeyedVaultOpensWithTheNewKeyOnly() {
        assertThat(problem(rekey(NEXT, KEY)).line())
                .contains("--old-key is not the key")
                .contains("nothing");
        assertThat(carryOut(rekey(KEY, NEXT))).isEmpty();
        Problem locked = problem(new Task.Verify(Optional.of(KEY), Optional.empty()));
        assertThat(locked.exit()).isEqualTo(Exit.VAULT);
        assertThat(locked.line()).contains("another key").contains("--rekey-vault --old-key");
        assertThat(carryOut(new Task.Verify(Optional.of(NEXT), Optional.empty())))
                .isEmpty();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("2 entries").contains("not yet witnessed");
    }

    @Test
    void anExportIsVerifiedAnywhereAndOverwritesNothing() throws IOException {
        Path file = temporary.resolve("history.jsonl");
        assertThat(carryOut(new Task.Export(Optional.of(KEY), file))).isEmpty();
        var verifier = new Verifier(Optional.empty());
        Files.readAllLines(file).forEach(verifier::read);
        Finding finding = verifier.finish();
        assertThat(finding.holds()).as(finding.lines().toString()).isTrue();
        assertThat(problem(new Task.Export(Optional.of(KEY), file)).exit()).isEqualTo(Exit.FAILED);
    }

    @Test
    void aWitnessThatIsNoneAndAMissingVaultAreBadInput() throws IOException {
        Path nonsense = Files.writeString(temporary.resolve("witness"), "{}\n");
        assertThat(problem(new Task.Verify(Optional.of(KEY), Optional.of(nonsense)))
                        .exit())
                .isEqualTo(Exit.BAD_INPUT);
        assertThat(carryOut(new Task.Reset(true))).isEmpty();
        assertThat(problem(new Task.Verify(Optional.of(KEY), Optional.empty())).line())
                .contains("there is no vault");
    }

    @Test
    void nothingIsDestroyedWithoutATerminalOrAWord() throws IOException {
        Files.createDirectories(folder.resolve("ledger/objects"));
        assertThat(problem(new Task.Reset(false)).line())
                .contains("nothing was destroyed")
                .contains("--yes");
        assertThat(folder.resolve("dropops.db")).exists();
        assertThat(carryOut(new Task.Reset(true))).isEmpty();
        try (var left = Files.list(folder.path())) {
            assertThat(left).containsExactly(folder.resolve("lock"));
        }
    }

    @Test
    void aHostWithoutAnApiKeyLocksItsVaultWithAKeyOfItsOwn() throws IOException {
        assertThat(problem(new Task.Verify(Optional.empty(), Optional.empty())).line())
                .contains("no API key");
        assertThat(problem(new Task.Rekey(Optional.empty(), Optional.empty())).line())
                .contains("no old API key");
        assertThat(carryOut(new Task.Rekey(Optional.of(KEY), Optional.empty()))).isEmpty();
        assertThat(Files.getPosixFilePermissions(folder.resolve("vault.key"))).hasSize(2);
        assertThat(carryOut(new Task.Verify(Optional.empty(), Optional.empty())))
                .isEmpty();
        assertThat(problem(new Task.Verify(Optional.of(KEY), Optional.empty())).exit())
                .isEqualTo(Exit.VAULT);
        assertThat(carryOut(new Task.Rekey(Optional.empty(), Optional.of(NEXT))))
                .isEmpty();
        assertThat(folder.resolve("vault.key")).doesNotExist();
        assertThat(carryOut(new Task.Verify(Optional.of(NEXT), Optional.empty())))
                .isEmpty();
    }

    private static Task rekey(ApiKey before, ApiKey next) {
        return new Task.Rekey(Optional.of(before), Optional.of(next));
    }

    private Problem problem(Task task) {
        return carryOut(task).orElseThrow();
    }

    private Optional<Problem> carryOut(Task task) {
        return new Upkeep(folder, new PrintStream(out, true, StandardCharsets.UTF_8), Clock.systemUTC()).carryOut(task);
    }
}
