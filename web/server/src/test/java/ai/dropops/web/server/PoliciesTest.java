package ai.dropops.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.persistence.view.Labels;
import ai.dropops.persistence.view.OperatorRow;
import ai.dropops.protocol.guard.HostFacts;
import ai.dropops.protocol.guard.Policy;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.SessionId;
import ai.dropops.protocol.identity.WorkspaceId;
import ai.dropops.web.auth.Caller;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The policy over a real socket. */
final class PoliciesTest {
    private static final String POLICY = "/api/v1/policy";
    private static final String PRODUCTION = "version: 1\\nproduction: {hosts: [prod-1]}";

    private static final Caller STRANGER =
            new Caller(WorkspaceId.of(new byte[16]), MemberId.of(new byte[16]), SessionId.of(new byte[16]));

    @TempDir
    Path temporary;

    private Stage stage;
    private Browser owner;

    @BeforeEach
    void open() {
        stage = new Stage(temporary);
        owner = stage.owner();
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void theDefaultsAreShownUntilAPolicyIsSet() {
        var defaults = owner.get(POLICY).json();
        assertThat(defaults.path("version").asInt()).isZero();
        assertThat(defaults.path("text").asText()).isEqualTo(Policy.defaultText());
        assertThat(defaults.path("setBy").isNull()).isTrue();

        var set = owner.put(POLICY, body(0, PRODUCTION));
        assertThat(set.status()).isEqualTo(200);
        assertThat(owner.get(POLICY).json()).isEqualTo(set.json());
        assertThat(set.json().path("version").asInt()).isEqualTo(1);
        assertThat(set.json().path("digest").asText())
                .isEqualTo(
                        Policy.parse(PRODUCTION.replace("\\n", "\n")).digest().hex());
        assertThat(set.json().path("setBy").path("name").asText()).isEqualTo("ada");
    }

    @Test
    void aBrokenPolicyIsRefusedWithLineAndKey() {
        var refused = owner.put(POLICY, body(0, "version: 1\\nblok: []"));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.code()).isEqualTo("malformed-policy");
        assertThat(refused.json().path("detail").asText()).contains("line 2", "'blok'", "commands");
        assertThat(owner.get(POLICY).json().path("version").asInt()).isZero();
    }

    @Test
    void aPolicySetInTheMeantimeIsNotOverwritten() {
        owner.put(POLICY, body(0, PRODUCTION));
        var refused = owner.put(POLICY, body(0, "version: 1"));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("policy-outdated");
        assertThat(owner.get(POLICY).json().path("text").asText()).contains("prod-1");
    }

    @Test
    void itsVersionsAndWhatWasChangedAreShown() {
        owner.put(POLICY, body(0, PRODUCTION));

        assertThat(owner.get(POLICY + "/versions").json().path("versions").findValuesAsText("version"))
                .containsExactly("1", "0");
        var diff = owner.get(POLICY + "/diff").json();
        assertThat(diff.path("from").asInt()).isZero();
        assertThat(diff.path("to").asInt()).isEqualTo(1);
        assertThat(diff.path("lines").findValuesAsText("kind")).contains("SAME", "ADDED", "REMOVED");
        assertThat(owner.get(POLICY + "/diff?from=1&to=1").json().path("lines").findValuesAsText("kind"))
                .containsOnly("SAME");
        assertThat(owner.get(POLICY + "/diff?from=1&to=9").status()).isEqualTo(404);
        assertThat(owner.get(POLICY + "/diff?from=-1").status()).isEqualTo(400);
    }

    @Test
    void anotherWorkspaceSeesAndSetsNothingOfIt() {
        owner.put(POLICY, body(0, PRODUCTION));
        var stranger = new Browser(stage.address)
                .with(
                        "Authorization",
                        "Bearer " + stage.door.keys().replace(STRANGER).reveal());

        assertThat(stranger.get(POLICY).json().path("version").asInt()).isZero();
        var refused = stranger.put(POLICY, body(0, PRODUCTION));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("not-yours-to-set");
    }

    @Test
    void withoutTheTokenOfThePageNothingIsSet() {
        var noToken = owner.with("X-CSRF-Token", "");

        assertThat(noToken.put(POLICY, body(0, PRODUCTION)).status()).isEqualTo(403);
        assertThat(new Browser(stage.address).put(POLICY, body(0, PRODUCTION)).status())
                .isEqualTo(401);
        assertThat(owner.get(POLICY).json().path("version").asInt()).isZero();
    }

    @Test
    void anExplanationNeedsKnownHostsAndACommand() {
        assertThat(owner.post("/api/v1/explain", "{\"command\":\"id\",\"targets\":\"nobody\"}")
                        .code())
                .isEqualTo("no-targets");
        assertThat(owner.post("/api/v1/explain", "{\"command\":\" \",\"targets\":\"all\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void anExplanationJudgesByThePolicyInForceAndTheHosts() {
        stage.views
                .writer()
                .write(group -> group.add(new OperatorRow(
                        OperatorId.of(new byte[16]),
                        Stage.OWNER.workspace(),
                        1,
                        1,
                        "prod-1",
                        HostFacts.Kind.SOLO,
                        Instant.EPOCH,
                        true,
                        false,
                        false,
                        "prod-1.example.org",
                        Digest.of(new byte[0]),
                        Instant.EPOCH,
                        null,
                        Labels.NONE,
                        List.of(),
                        OperatorRow.Pulse.NONE)));
        String asked = "{\"command\":\"touch x\",\"targets\":\"prod-1\"}";
        assertThat(owner.post("/api/v1/explain", asked).json().path("risk").asText())
                .isEqualTo("MEDIUM");

        owner.put(POLICY, body(0, PRODUCTION));
        var explained = owner.post("/api/v1/explain", asked).json();
        assertThat(explained.path("command").asText()).isEqualTo("touch x");
        assertThat(explained.path("verdict").asText()).isEqualTo("ask");
        assertThat(explained.path("risk").asText()).isEqualTo("HIGH");
        assertThat(explained.path("profile").asText()).isEqualTo("change");
        assertThat(explained.path("reasons").toString()).contains("production");
    }

    private static String body(int expected, String text) {
        return "{\"expectedVersion\":" + expected + ",\"text\":\"" + text + "\"}";
    }
}
