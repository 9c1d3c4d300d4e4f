package ai.dropops.persistence.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.dropops.persistence.schema.FreshDatabase;
import ai.dropops.persistence.schema.StartupRefused;
import ai.dropops.persistence.schema.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyringTest {
    private static final byte[] FRESH = "a fresh secret".getBytes(UTF_8);

    @AutoClose
    private FreshDatabase fresh;

    @BeforeEach
    void open(@TempDir Path temp) {
        fresh = FreshDatabase.open(Stores.EMBEDDED, temp);
    }

    @Test
    void aSecretIsMadeOnceAndKeptWrapped() throws IOException {
        assertThat(keyring(Map.of()).get("a", () -> FRESH)).isEqualTo(FRESH);
        assertThat(keyring(Map.of()).get("a", () -> new byte[] {1})).isEqualTo(FRESH);
        for (String file : new String[] {"journal.db", "journal.db-wal"}) {
            assertThat(new String(Files.readAllBytes(fresh.folder().path().resolve(file)), UTF_8))
                    .doesNotContain("a fresh secret");
        }
    }

    @Test
    void theMasterKeyIsAFileOnlyItsOwnerReads() throws IOException {
        keyring(Map.of());
        Path file = fresh.folder().path().resolve("master.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatExceptionOfType(StartupRefused.class)
                .isThrownBy(() -> keyring(Map.of()))
                .withMessageContaining("other users")
                .satisfies(e -> assertThat(e.advice()).contains("chmod 600"));
    }

    @Test
    void theVariableTakesTheFilesPlace() {
        var environment = Map.of(MasterKey.VARIABLE, base64(7));
        assertThat(keyring(environment).get("a", () -> FRESH)).isEqualTo(FRESH);
        assertThat(fresh.folder().path().resolve("master.key")).doesNotExist();
        assertThat(keyring(environment).get("a", () -> new byte[0])).isEqualTo(FRESH);
    }

    @Test
    void anotherMasterKeyIsRefusedAtOnce() {
        keyring(Map.of()).get("a", () -> FRESH);
        assertThatExceptionOfType(StartupRefused.class)
                .isThrownBy(() -> keyring(Map.of(MasterKey.VARIABLE, base64(8))))
                .withMessageContaining("the variable DROPOPS_MASTER_KEY is not the one");
    }

    @Test
    void aLostMasterKeyIsNotReplacedByANewOne() throws IOException {
        keyring(Map.of()).get("a", () -> FRESH);
        Files.delete(fresh.folder().path().resolve("master.key"));
        assertThatExceptionOfType(StartupRefused.class)
                .isThrownBy(() -> keyring(Map.of()))
                .withMessageContaining("is missing")
                .satisfies(e -> assertThat(e.advice()).contains("backup"));
        assertThat(fresh.folder().path().resolve("master.key")).doesNotExist();
    }

    @Test
    void aTextThatIsNoKeyIsRefusedWithoutRepeatingIt() {
        for (String text : new String[] {"hunter2!", "aHVudGVyMg=="}) {
            assertThatExceptionOfType(StartupRefused.class)
                    .isThrownBy(() -> keyring(Map.of(MasterKey.VARIABLE, text)))
                    .withMessageContaining("32 bytes")
                    .satisfies(e -> assertThat(e.getMessage() + e.advice()).doesNotContain(text));
        }
    }

    @Test
    void aChangedSecretIsRefused() {
        keyring(Map.of()).get("a", () -> FRESH);
        tamper("""
                UPDATE secret SET wrapped = substr(wrapped, 1, length(wrapped) - 1)
                  || CASE substr(wrapped, length(wrapped)) WHEN x'00' THEN x'01' ELSE x'00' END WHERE name = 'a'""");
        refusesA();
    }

    @Test
    void aSecretUnderAnothersNameIsRefused() {
        keyring(Map.of()).get("b", () -> FRESH);
        tamper("UPDATE secret SET name = 'a' WHERE name = 'b'");
        refusesA();
    }

    private void refusesA() {
        assertThatExceptionOfType(StartupRefused.class)
                .isThrownBy(() -> keyring(Map.of()).get("a", () -> FRESH))
                .withMessageContaining("secret a was changed");
    }

    private void tamper(String sql) {
        int changed = fresh.database().with(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.executeUpdate(sql);
            }
        });
        assertThat(changed).isEqualTo(1);
    }

    private Keyring keyring(Map<String, String> environment) {
        return Keyring.open(fresh.database(), fresh.folder(), environment, new SecureRandom());
    }

    private static String base64(int fill) {
        var key = new byte[32];
        java.util.Arrays.fill(key, (byte) fill);
        return Base64.getEncoder().encodeToString(key);
    }
}
