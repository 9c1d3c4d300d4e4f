package ai.dropops.cli;

import static ai.dropops.cli.FakeControlPlane.problem;
import static ai.dropops.cli.FakeControlPlane.status;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // JUnit calls the method that starts the control plane before each test
final class DeviceLinksTest {
    private static final String ID = "dl_000000000000000000000000s4";

    private FakeControlPlane controlPlane;

    @BeforeEach
    void start() throws IOException {
        controlPlane = new FakeControlPlane();
    }

    @AfterEach
    void stop() {
        controlPlane.close();
    }

    @Test
    void aTokenIsMadeAsItIsWantedAndPrintedOnce() {
        controlPlane.on(
                "POST /links",
                status(201, "{\"link\":" + link("ACTIVE", 0) + ",\"token\":\"dlk_x\",\"installCommand\":\"curl x\"}"));
        var made = Ran.of(
                controlPlane,
                "links",
                "create",
                "--uses",
                "500",
                "--expires",
                "2d",
                "--label",
                "role=web",
                "--label",
                "zone=eu-1",
                "--name",
                "web-{n}",
                "--cloud");

        assertThat(made.exitCode()).as(made.err()).isZero();
        assertThat(made.out()).contains(ID, "dlk_x", "curl x");
        assertThat(controlPlane.received("POST /links").getFirst().body())
                .isEqualTo("{\"kind\":\"cloud\",\"uses\":500,\"expiresInSeconds\":172800,"
                        + "\"labels\":{\"role\":\"web\",\"zone\":\"eu-1\"},\"name\":\"web-{n}\"}");
    }

    @Test
    void whatIsMistypedIsBadInput() {
        assertThat(Ran.of(controlPlane, "links", "create", "--uses", "5", "--expires", "soon"))
                .isEqualTo(new Ran(2, "", "dropops: 'soon' is no time; write it as 30m, 24h or 7d\n"));
        assertThat(Ran.of(controlPlane, "links", "create", "--uses", "5", "--label", "web")
                        .exitCode())
                .isEqualTo(2);
        assertThat(Ran.of(controlPlane, "links", "create").exitCode()).isEqualTo(2);
        assertThat(controlPlane.received("POST")).isEmpty();
    }

    @Test
    void theListSaysHowManyCanStillComeAndWhoMadeThem() {
        controlPlane.on("GET /links", "{\"links\":[" + link("ACTIVE", 20) + "," + link("USED_UP", 500) + "]}");
        var lines = Ran.of(controlPlane, "links").out().lines().toList();

        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).contains(ID, "active", "480 of 500", "in 23 h", "role=web", "ada");
        assertThat(lines.get(2)).contains("used up", "0 of 500");
        assertThat(Ran.of(controlPlane.on("GET /links", "{\"links\":[]}"), "links")
                        .err())
                .contains("dropops links create");
    }

    @Test
    void oneIsRevokedByItsId() {
        controlPlane.on("POST /links/" + ID + "/revoke", link("REVOKED", 20));
        assertThat(Ran.of(controlPlane, "links", "revoke", ID).out())
                .isEqualTo("revoked " + ID + "; 20 hosts came by it and stay\n");

        controlPlane.on("POST /links/x/revoke", problem(404, "not-found", "There is no such device link.", "Look."));
        assertThat(Ran.of(controlPlane, "links", "revoke", "x").exitCode()).isNotZero();
    }

    private static String link(String state, int used) {
        Instant end = Instant.now().plus(Duration.ofHours(24)).minusSeconds(60);
        return """
            {"id":"%s","name":"{host}","kind":"solo","labels":{"role":"web"},"state":"%s","uses":500,"used":%d,
             "createdBy":{"id":"mb_1","name":"ada"},"createdAt":"2026-01-01T00:00:00Z","expiresAt":"%s","revokedBy":null,
             "revokedAt":null}""".formatted(ID, state, used, end);
    }
}
