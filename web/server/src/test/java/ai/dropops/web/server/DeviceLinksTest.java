package ai.dropops.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.SessionId;
import ai.dropops.protocol.identity.WorkspaceId;
import ai.dropops.web.auth.Caller;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Device links as people see them. */
final class DeviceLinksTest {
    private static final String LINKS = "/api/v1/links";
    private static final String WANTED =
            "{\"kind\":\"solo\",\"labels\":{\"role\":\"web\"},\"uses\":500,\"expiresInSeconds\":86400}";

    @TempDir
    Path temporary;

    private Quay quay;
    private Browser owner;

    @BeforeEach
    void open() {
        quay = new Quay(temporary, "");
        owner = quay.owner();
    }

    @AfterEach
    void close() {
        quay.close();
    }

    @Test
    void whoMadeItAndWhatIsLeftIsShownAndTheTokenOnce() {
        var made = owner.post(LINKS, WANTED);

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().path("token").asText()).matches("dlk_[0-9a-v]{26}_[0-9a-v]{52}");
        var link = made.json().path("link");
        assertThat(link.path("createdBy").path("name").asText())
                .isEqualTo(quay.home.owner().name());
        assertThat(link.path("state").asText()).isEqualTo("ACTIVE");
        assertThat(link.path("name").asText()).isEqualTo("{host}");
        assertThat(link.path("labels").path("role").asText()).isEqualTo("web");
        assertThat(link.path("uses").asInt()).isEqualTo(500);
        assertThat(link.path("used").asInt()).isZero();

        var listed = owner.get(LINKS);
        assertThat(listed.json().path("links").path(0)).isEqualTo(link);
        assertThat(listed.response().body()).doesNotContain("dlk_");
    }

    @Test
    void whoRevokedItIsShown() {
        String id = owner.post(LINKS, WANTED).json().path("link").path("id").asText();
        var revoked = owner.post(LINKS + "/" + id + "/revoke");

        assertThat(revoked.json().path("state").asText()).isEqualTo("REVOKED");
        assertThat(revoked.json().path("revokedBy").path("name").asText())
                .isEqualTo(quay.home.owner().name());
        assertThat(owner.post(LINKS + "/" + id + "/revoke").json()).isEqualTo(revoked.json());
    }

    @Test
    void inAnotherWorkspaceItDoesNotExist() {
        owner.post(LINKS, WANTED);
        var stranger = quay.signedInAs(
                new Caller(WorkspaceId.of(new byte[16]), MemberId.of(new byte[16]), SessionId.of(new byte[16])));

        assertThat(stranger.get(LINKS).json().path("links")).isEmpty();
        assertThat(owner.post(LINKS + "/dl_00000000000000000000000000/revoke").status())
                .isEqualTo(404);
        assertThat(owner.get(LINKS).json().path("links").path(0).path("state").asText())
                .isEqualTo("ACTIVE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kind\":\"solo\",\"labels\":{},\"uses\":0,\"expiresInSeconds\":60}",
                "{\"kind\":\"solo\",\"labels\":{},\"uses\":10001,\"expiresInSeconds\":60}",
                "{\"kind\":\"solo\",\"labels\":{},\"uses\":1,\"expiresInSeconds\":59}",
                "{\"kind\":\"solo\",\"labels\":{},\"uses\":1,\"expiresInSeconds\":604801}",
                "{\"kind\":\"solo\",\"labels\":{\"Role\":\"web\"},\"uses\":1,\"expiresInSeconds\":60}",
                "{\"kind\":\"huge\",\"labels\":{},\"uses\":1,\"expiresInSeconds\":60}",
                "{\"name\":\"a b\",\"kind\":\"solo\",\"labels\":{},\"uses\":1,\"expiresInSeconds\":60}"
            })
    void whatCannotBeMeantIsRefused(String wanted) {
        var refused = owner.post(LINKS, wanted);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("invalid-value");
        assertThat(owner.get(LINKS).json().path("links")).isEmpty();
    }
}
