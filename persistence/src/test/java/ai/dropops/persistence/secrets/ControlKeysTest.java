package ai.dropops.persistence.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.dropops.persistence.schema.FreshDatabase;
import ai.dropops.persistence.schema.Stores;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.WorkspaceId;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlKeysTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @AutoClose
    private FreshDatabase fresh;

    private final SecureRandom random = new SecureRandom();

    @BeforeEach
    void open(@TempDir Path temp) {
        fresh = FreshDatabase.open(Stores.EMBEDDED, temp);
    }

    @AfterEach
    void close() {
        Security.removeProvider("DropOps");
    }

    @Test
    void theyAreTheSameAtEveryStart() {
        ControlKeys first = keys();
        ControlKeys second = keys();
        assertThat(second.authority().certificate()).isEqualTo(first.authority().certificate());
        assertThat(second.server().getPublic()).isEqualTo(first.server().getPublic());
        assertThat(second.permit().verifyingKey()).isEqualTo(first.permit().verifyingKey());
    }

    @Test
    void whatTheAuthorityIssuesHoldsForItsPurposeOnly() throws Exception {
        ControlKeys keys = keys();
        var term = new Authority.Term(NOW, NOW.plusSeconds(60));
        X509Certificate server =
                keys.authority().issueServer(keys.server().getPublic(), List.of("localhost", "127.0.0.1", "::1"), term);
        X509Certificate client = keys.authority().issueClient(keys.server().getPublic(), "op_x", term);
        server.verify(keys.authority().certificate().getPublicKey());
        client.verify(keys.authority().certificate().getPublicKey());
        assertThat(server.getSubjectAlternativeNames()).hasSize(3);
        assertThat(server.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(client.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(client.getSubjectX500Principal().getName()).isEqualTo("CN=op_x");
        assertThat(client.getBasicConstraints()).isEqualTo(-1);
        assertThat(client.getNotAfter()).isEqualTo(java.util.Date.from(term.until()));
    }

    @Test
    void theAuthorityKnowsItsClientsAndNothingElse() {
        Authority authority = keys().authority();
        var term = new Authority.Term(NOW, NOW.plusSeconds(60).plusMillis(3));
        PublicKey key = keys().server().getPublic();
        X509Certificate client = authority.issueClient(key, "op_x", term);
        assertThat(keys().authority().client(client)).contains("op_x");
        assertThat(client.getSerialNumber().toByteArray()).hasSize(20);
        var forger = new Authority(keys().server(), authority.certificate(), new Mark(new byte[32]), random);
        var longer = new Authority.Term(NOW, NOW.plusSeconds(61));
        var otherKey = authority.certificate().getPublicKey();
        assertThat(List.of(
                        forger.issueClient(key, "op_y", term),
                        forger.issueClient(key, "op_x", longer),
                        forger.issueClient(otherKey, "op_x", term),
                        authority.issueServer(key, List.of("localhost"), term),
                        authority.certificate()))
                .hasSize(5)
                .allSatisfy(other -> assertThat(authority.client(other)).isEmpty());
    }

    @Test
    void aSealedBlobOpensForItsWorkspaceAndPurposeOnly() {
        var keyring = Keyring.open(fresh.database(), fresh.folder(), Map.of(), random);
        var workspaces = new WorkspaceKeys(keyring, random);
        var mine = WorkspaceId.of(new byte[16]);
        var other = WorkspaceId.of("another workspac".getBytes(UTF_8));
        var plain = Bytes.wrap("rm -r /tmp/x".getBytes(UTF_8));
        Sealed sealed = workspaces.seal(mine, "proposal/1", plain);
        assertThat(new WorkspaceKeys(keyring, random).open(mine, "proposal/1", sealed))
                .isEqualTo(plain);
        assertThat(sealed.bytes().hex()).doesNotContain(plain.hex());
        assertThatIllegalArgumentException().isThrownBy(() -> workspaces.open(mine, "proposal/2", sealed));
        assertThatIllegalArgumentException().isThrownBy(() -> workspaces.open(other, "proposal/1", sealed));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> workspaces.open(mine, "proposal/1", new Sealed(Bytes.EMPTY)));
    }

    private ControlKeys keys() {
        var keyring = Keyring.open(fresh.database(), fresh.folder(), Map.of(), random);
        return ControlKeys.open(keyring, Clock.fixed(NOW, ZoneOffset.UTC), random);
    }
}
