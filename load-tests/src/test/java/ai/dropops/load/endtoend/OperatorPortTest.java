package ai.dropops.load.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.dropops.load.stage.Api;
import ai.dropops.load.stage.Await;
import ai.dropops.load.stage.ControlPlane;
import ai.dropops.load.stage.Person;
import ai.dropops.load.swarm.Endpoint;
import ai.dropops.load.swarm.Enrolment;
import ai.dropops.load.swarm.Enrolment.Result;
import ai.dropops.load.swarm.Identity;
import ai.dropops.load.swarm.PinnedServer;
import ai.dropops.protocol.identity.ApiKey;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.wire.Frame;
import ai.dropops.protocol.wire.FrameCodec;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything an operator, or something that pretends to be one, can get wrong on the wire. */
final class OperatorPortTest {
    @TempDir
    static Path folder;

    private static ControlPlane plane;
    private static Api api;
    private static Person person;
    private static Endpoint endpoint;

    @BeforeAll
    static void start() {
        plane = ControlPlane.start(ControlPlane.Setup.in(folder));
        api = plane.api();
        person = new Person(api);
        endpoint = Endpoint.parse(plane.operatorEndpoint());
    }

    @AfterAll
    static void stop() {
        api.close();
        plane.close();
    }

    @Test
    void aKeyForNoSlotIsRefused() throws InterruptedException {
        var slot = ControlPlane.slot(api, "nobody");
        var foreign =
                ApiKey.of(OperatorId.of(new byte[16]), new byte[32]).text().reveal();

        assertThat(enrol(slot, foreign, "nobody")).isInstanceOf(Result.Refused.class);
    }

    @Test
    void aGuessedKeyForARealSlotIsRefused() throws InterruptedException {
        var slot = ControlPlane.slot(api, "guessed");
        var guess = ApiKey.of(new OperatorId(id(slot)), new byte[32]).text().reveal();

        assertThat(enrol(slot, guess, "guessed")).isInstanceOf(Result.Refused.class);
        assertThat(person.operator(id(slot)).required("enrolledAt").isNull()).isTrue();
    }

    @Test
    void aRevokedKeyIsRefused() throws InterruptedException {
        var slot = ControlPlane.slot(api, "revoked");
        api.post("/operators/" + id(slot) + "/key/revoke").ok();

        assertThat(enrol(slot, key(slot), "revoked")).isInstanceOf(Result.Refused.class);
    }

    @Test
    void aRefreshedKeyKillsTheOldOne() throws InterruptedException {
        var slot = ControlPlane.slot(api, "refreshed");
        JsonNode fresh = api.post("/operators/" + id(slot) + "/key").ok();

        assertThat(enrol(slot, key(slot), "refreshed")).isInstanceOf(Result.Refused.class);
        assertThat(enrol(slot, key(fresh), "refreshed")).isInstanceOf(Result.Enrolled.class);
    }

    @Test
    void aKeyUsedOnAnotherMachineIsRefusedAndRaisesAnAlarm() throws InterruptedException {
        var slot = ControlPlane.slot(api, "stolen");
        assertThat(enrol(slot, key(slot), "owner-machine")).isInstanceOf(Result.Enrolled.class);

        assertThat(enrol(slot, key(slot), "thief-machine")).isInstanceOf(Result.Refused.class);
        Await.until(
                "the alarm is shown",
                () -> person.operator(id(slot)).required("alarms").size() > 0);
        assertThat(person.operator(id(slot))
                        .required("alarms")
                        .get(0)
                        .required("code")
                        .asText())
                .isEqualTo("FOREIGN_MACHINE");
    }

    @Test
    void aWelcomedOperatorIsActiveAfterItsFirstBeat() throws InterruptedException {
        var slot = ControlPlane.slot(api, "good");
        var identity = enrolled(slot, "good");
        try (var link = open(slot, identity)) {
            link.send(RawLink.hello(identity, Instant.now()));
            assertThat(link.next()).get().isInstanceOf(Frame.Welcome.class);
            link.send(RawLink.beat());

            Await.until("it is active", () -> person.status(id(slot)).equals("ACTIVE"));
        }
        Await.until(
                "it is not connected",
                () -> !person.operator(id(slot)).required("connected").asBoolean());
    }

    @Test
    void clocksApartEndTheLinkAndBothClocksAreNamed() throws InterruptedException {
        var slot = ControlPlane.slot(api, "late");
        var identity = enrolled(slot, "late");
        Instant late = Instant.now().minus(Duration.ofMinutes(6));
        try (var link = open(slot, identity)) {
            link.send(RawLink.hello(identity, late));

            var goodbye = goodbye(link);
            assertThat(goodbye.code()).isEqualTo(Frame.Goodbye.Code.CLOCKS_APART);
            assertThat(goodbye.message()).contains(late.toString().substring(0, 16));
        }
    }

    @Test
    void anotherMachinesFingerprintEndsTheLink() throws InterruptedException {
        var slot = ControlPlane.slot(api, "cloned");
        var identity = enrolled(slot, "cloned");
        var elsewhere = new Identity(
                identity.operator(),
                identity.workspace(),
                "another-machine",
                identity.tlsKey(),
                identity.certificate(),
                identity.receiptKey());
        try (var link = open(slot, identity)) {
            link.send(RawLink.hello(elsewhere, Instant.now()));

            assertThat(goodbye(link).code()).isEqualTo(Frame.Goodbye.Code.WRONG_MACHINE);
        }
    }

    @Test
    void noCommonVersionIsSaid() throws InterruptedException {
        var slot = ControlPlane.slot(api, "future");
        var identity = enrolled(slot, "future");
        var hello = RawLink.hello(identity, Instant.now());
        try (var link = open(slot, identity)) {
            link.send(new Frame.Hello(
                    List.of(99),
                    hello.time(),
                    hello.challenge(),
                    hello.fingerprint(),
                    hello.sequence(),
                    hello.agentVersion()));

            assertThat(goodbye(link).code()).isEqualTo(Frame.Goodbye.Code.NO_COMMON_VERSION);
        }
    }

    @Test
    void bytesThatAreNoFrameEndTheLink() throws Exception {
        var slot = ControlPlane.slot(api, "garbage");
        try (var link = open(slot, enrolled(slot, "garbage"))) {
            link.send(new byte[] {1, 2, 3, 4});

            assertThat(goodbye(link).code()).isEqualTo(Frame.Goodbye.Code.BAD_FRAME);
            link.awaitClosed();
        }
        assertThat(api.get("/status").status()).isEqualTo(200);
    }

    @Test
    void aFrameThatIsTooLargeEndsTheLink() throws Exception {
        var slot = ControlPlane.slot(api, "large");
        try (var link = open(slot, enrolled(slot, "large"))) {
            link.send(new byte[FrameCodec.MAX_FRAME + 1]);

            link.awaitClosed();
        }
        assertThat(api.get("/status").status()).isEqualTo(200);
    }

    @Test
    void withoutACertificateThereIsNoLink() {
        var slot = ControlPlane.slot(api, "naked");

        assertThatThrownBy(() -> RawLink.openWithoutCertificate(endpoint, pin(slot)))
                .isNotNull();
    }

    @Test
    void aRevokedCertificateIsCutOffAndRefusedWhenItDialsAgain() throws Exception {
        var slot = ControlPlane.slot(api, "fired");
        var identity = enrolled(slot, "fired");
        try (var link = open(slot, identity)) {
            link.send(RawLink.hello(identity, Instant.now()));
            assertThat(link.next()).get().isInstanceOf(Frame.Welcome.class);

            api.post("/operators/" + id(slot) + "/key/revoke").ok();

            assertThat(goodbye(link).code()).isEqualTo(Frame.Goodbye.Code.REVOKED);
            link.awaitClosed();
        }
        assertThat(welcomedAgain(slot, identity)).isFalse();
    }

    @Test
    void malformedEnrolmentsAreAnsweredWithAProblem() throws InterruptedException {
        var slot = ControlPlane.slot(api, "malformed");

        var refused = (Result.Refused) enrol(slot, "dok_nonsense", "malformed");
        assertThat(refused.status()).isBetween(400, 422);
        assertThat(refused.problem()).contains("\"code\"").doesNotContain("dok_nonsense");
    }

    private static Identity enrolled(JsonNode slot, String hostname) throws InterruptedException {
        return ((Result.Enrolled) enrol(slot, key(slot), hostname)).identity();
    }

    private static Result enrol(JsonNode slot, String key, String hostname) throws InterruptedException {
        try (var enrolment = new Enrolment(endpoint, pin(slot), Clock.systemUTC())) {
            return enrolment.enrol(key, hostname);
        }
    }

    private static RawLink open(JsonNode slot, Identity identity) {
        return RawLink.open(endpoint, pin(slot), identity);
    }

    private static boolean welcomedAgain(JsonNode slot, Identity identity) throws InterruptedException {
        try (var link = open(slot, identity)) {
            link.send(RawLink.hello(identity, Instant.now()));
            return link.next().filter(Frame.Welcome.class::isInstance).isPresent();
        } catch (CompletionException e) {
            return false;
        }
    }

    private static Frame.Goodbye goodbye(RawLink link) throws InterruptedException {
        Optional<Frame> frame = link.next();
        while (frame.isPresent() && !(frame.get() instanceof Frame.Goodbye)) {
            frame = link.next();
        }
        return (Frame.Goodbye) frame.orElseThrow(() -> new AssertionError("closed without a goodbye"));
    }

    private static PinnedServer pin(JsonNode slot) {
        return PinnedServer.ofInstallLine(slot.required("installCommand").asText());
    }

    private static String id(JsonNode slot) {
        return slot.required("operator").required("id").asText();
    }

    private static String key(JsonNode slot) {
        return slot.required("apiKey").asText();
    }
}
