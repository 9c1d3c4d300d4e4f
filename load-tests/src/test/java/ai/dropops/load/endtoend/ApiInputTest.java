package ai.dropops.load.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.load.stage.Api;
import ai.dropops.load.stage.Await;
import ai.dropops.load.stage.ControlPlane;
import ai.dropops.load.stage.Fleet;
import ai.dropops.load.stage.Person;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests a person or a program can get wrong: each has its own code, and says what to do next. */
final class ApiInputTest {
    private static final int MEBIBYTE = 1 << 20;

    @TempDir
    static Path folder;

    private static ControlPlane plane;
    private static Fleet fleet;
    private static Api api;
    private static Person person;

    @BeforeAll
    static void start() {
        plane = ControlPlane.start(ControlPlane.Setup.in(folder));
        fleet = Fleet.enrol(plane, folder, 1);
        api = plane.api();
        person = new Person(api);
        fleet.boundTo(person);
    }

    @AfterAll
    static void stop() {
        fleet.close();
        api.close();
        plane.close();
    }

    @Test
    void malformedJsonIsABadRequest() {
        isProblem(400, api.post("/proposals", "{\"action\":"));
    }

    @Test
    void anUnknownFieldIsABadRequestThatNamesIt() {
        var reply = api.post("/proposals", Person.proposal("echo", "all").put("surprise", true));

        isProblem(400, reply);
        assertThat(reply.body().toString()).contains("surprise");
    }

    @Test
    void aBodyOverAMebibyteIsTooLarge() {
        isProblem(413, api.post("/proposals", "{\"reason\":\"" + "x".repeat(MEBIBYTE) + "\"}"));
    }

    @Test
    void withoutATokenNothingIsSaid() {
        try (var stranger = new Api(api.base(), "wrong")) {
            isProblem(401, stranger.get("/operators"));
        }
    }

    @Test
    void anUnknownTargetIsNamed() {
        var reply = api.post("/proposals", Person.proposal("echo", "no-such-host"));

        isProblem(422, reply);
        assertThat(reply.code()).isEqualTo("no-targets");
    }

    @Test
    void aTargetThatIsNotBoundToMeIsAConflict() {
        String id = fleet.operators().getFirst().id();
        api.post("/operators/" + id + "/unbind").ok();

        var reply = api.post("/proposals", Person.proposal("echo", id));

        isProblem(409, reply);
        assertThat(reply.code()).isEqualTo("not-bound");
        person.binds(id);
    }

    @Test
    void privilegeEscalationIsDeniedByTheGuard() {
        var reply = api.post("/proposals", Person.proposal("sudo reboot", "all"));

        isProblem(422, reply);
        assertThat(reply.code()).isEqualTo("denied-by-guard");
    }

    @Test
    void anotherDigestIsNotApproved() {
        Path mark = folder.resolve("mark");
        var asked = person.asks("touch " + mark, "all");
        var reply = api.post("/approvals/" + asked.proposalId() + "/approve", Api.json("digest", "0".repeat(64)));

        isProblem(409, reply);
        assertThat(reply.code()).isEqualTo("digest-mismatch");
        assertThat(mark).doesNotExist();
    }

    @Test
    void nothingRunsBeforeItIsApprovedNorAfterItIsDenied() {
        Path mark = folder.resolve("denied");
        var asked = person.asks("touch " + mark, "all");
        api.post("/approvals/" + asked.proposalId() + "/deny", Api.json("feedback", "not today"))
                .ok();

        isProblem(409, api.post("/approvals/" + asked.proposalId() + "/approve", Api.json("digest", asked.digest())));
        var after = person.runs("echo after", "all");
        person.awaitsEnd(after);
        assertThat(mark).doesNotExist();
    }

    @Test
    void anExpiredProposalCannotBeApproved() {
        Path mark = folder.resolve("expired");
        var asked = person.asks(Person.proposal("touch " + mark, "all").put("validSeconds", 10));
        Await.until("it has expired", () -> state(asked).equals("EXPIRED"));

        assertThat(api.post("/approvals/" + asked.proposalId() + "/approve", Api.json("digest", asked.digest()))
                        .status())
                .isEqualTo(409);
        assertThat(Files.exists(mark)).isFalse();
    }

    @Test
    void theSameIdempotencyKeyAsksOnce() {
        var body = Person.proposal("echo once", "all");
        var first = api.post("/proposals", body.toString(), "Idempotency-Key", "k-1")
                .ok();
        var second = api.post("/proposals", body.toString(), "Idempotency-Key", "k-1")
                .ok();

        assertThat(second.required("batchId")).isEqualTo(first.required("batchId"));
    }

    @Test
    void whatDoesNotExistIsNotFound() {
        isProblem(404, api.get("/operators/op_" + "0".repeat(26)));
        isProblem(404, api.get("/batches/ba_" + "0".repeat(26)));
        isProblem(404, api.get("/no/such/thing"));
    }

    @Test
    void aReplayedRequestIsRefused() {
        var body = Person.proposal("touch " + folder.resolve("replayed"), "all").toString();
        String[] stamp = {"X-Request-Timestamp", Instant.now().toString(), "X-Request-Nonce", "n".repeat(32)};
        api.post("/proposals", body, stamp).ok();

        var again = api.post("/proposals", body, stamp);

        isProblem(409, again);
        assertThat(again.code()).isEqualTo("request-replayed");
    }

    @Test
    void aRequestOfAnotherTimeIsRefusedWithBothClocks() {
        String then = Instant.now().minusSeconds(400).toString();
        var reply = api.post("/proposals", Person.proposal("echo", "all").toString(), "X-Request-Timestamp", then);

        isProblem(403, reply);
        assertThat(reply.code()).isEqualTo("clocks-apart");
        assertThat(reply.body().required("detail").asText())
                .contains(then, Instant.now().toString().substring(0, 13));
    }

    @Test
    void aChangeWithoutANonceIsRefused() {
        for (String header : new String[] {"X-Request-Timestamp", "X-Request-Nonce"}) {
            var reply = api.post("/proposals", Person.proposal("echo", "all").toString(), header, "");
            isProblem(400, reply);
            assertThat(reply.code()).isEqualTo("stamp-missing");
        }
    }

    @Test
    void aHighRiskIsNotApprovedInPassingNorWithoutLookingUpItsHost() {
        Path mark = folder.resolve("high");
        var proposal = Person.proposal("mkfs.ext4 /dev/no-such-device; touch " + mark, "all");
        isProblem(403, api.post("/proposals", proposal.deepCopy().put("approve", true)));

        var asked = person.asks(proposal);
        for (String typed : new String[] {"", "yes", "2 hosts"}) {
            var grant = Api.json("digest", asked.digest()).put("confirmation", typed);
            var reply = api.post("/approvals/" + asked.proposalId() + "/approve", grant);
            isProblem(422, reply);
            assertThat(reply.code()).isEqualTo("not-confirmed");
        }
        assertThat(state(asked)).isEqualTo("PENDING");
        assertThat(mark).doesNotExist();

        person.approves(asked);
        assertThat(state(asked)).isEqualTo("GRANTED");
        var vote = api.get("/approvals/" + asked.proposalId())
                .ok()
                .required("votes")
                .get(0);
        assertThat(vote.required("address").asText()).isEqualTo("127.0.0.1");
        assertThat(vote.required("answer").asText()).isEqualTo("YES");
        person.awaitsEnd(asked);
    }

    private static String state(Person.Asked asked) {
        return api.get("/approvals/" + asked.proposalId())
                .ok()
                .required("state")
                .asText();
    }

    private static void isProblem(int status, Api.Reply reply) {
        assertThat(reply.status()).as(reply.body().toString()).isEqualTo(status);
        assertThat(reply.body().required("status").asInt()).isEqualTo(status);
        assertThat(reply.code()).isNotBlank();
        assertThat(reply.body().required("detail").asText()
                        + reply.body().path("advice").asText())
                .isNotBlank();
    }
}
