package ai.dropops.load.stage;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/** The workspace's owner, who binds operators, asks for commands and approves them. */
public final class Person {
    private static final Set<String> ENDED = Set.of("COMPLETED", "FAILED", "STOPPED", "CANCELLED");

    private static final int BIND_AT_ONCE = 1000;

    private final Api api;

    public Person(Api api) {
        this.api = api;
    }

    /**
     * What was asked for, as the control plane froze it.
     *
     * @param isHigh whether a yes takes a typed confirmation
     * @param isOpen whether a yes is waited for; what only reads runs without
     */
    public record Asked(String proposalId, String batchId, String digest, boolean isHigh, boolean isOpen) {
        /** What the API answered to a proposal. */
        public static Asked of(JsonNode reply) {
            JsonNode approval = reply.required("proposal");
            return new Asked(
                    approval.required("id").asText(),
                    reply.required("batchId").asText(),
                    approval.required("digest").asText(),
                    approval.required("risk").asText().equals("HIGH"),
                    approval.required("state").asText().equals("PENDING"));
        }
    }

    public Api api() {
        return api;
    }

    public JsonNode operator(String id) {
        return api.get("/operators/" + id).ok();
    }

    public List<JsonNode> operators() {
        return list(api.get("/operators?limit=200").ok().required("operators"));
    }

    public String status(String operatorId) {
        return operator(operatorId).required("status").asText();
    }

    /** Binds an operator to this person's session as soon as it is connected. */
    public void binds(String operatorId) {
        Await.until(
                operatorId + " is connected",
                () -> operator(operatorId).required("connected").asBoolean());
        api.post("/operators/" + operatorId + "/bind").ok();
    }

    /** Binds operators that are connected, all of them. */
    public void bindsAll(List<String> operators) {
        for (int from = 0; from < operators.size(); from += BIND_AT_ONCE) {
            var ids = operators.subList(from, Math.min(operators.size(), from + BIND_AT_ONCE));
            ObjectNode wanted = Api.json();
            ids.forEach(wanted.withArray("operators")::add);
            JsonNode answer = api.post("/operators/bind", wanted).ok();
            if (!answer.required("refused").isEmpty()) {
                throw new IllegalStateException("not bound: " + answer.required("refused"));
            }
        }
    }

    /** A proposal of {@code command} for {@code targets} as the API takes it, to be added to. */
    public static ObjectNode proposal(String command, String targets) {
        return Api.json("action", Api.json("type", "run-command", "command", command), "targets", targets);
    }

    public Asked asks(String command, String targets) {
        return asks(proposal(command, targets));
    }

    public Asked asks(ObjectNode proposal) {
        return Asked.of(api.post("/proposals", proposal).ok());
    }

    /** Has the policy let nothing run without a question, also not what only reads. */
    public void wantsToBeAsked() {
        String policy = "version: 1\nauto-approval: {enabled: false}\n";
        api.put("/policy", Api.json("expectedVersion", 0, "text", policy)).ok();
    }

    /** Says yes where that is waited for, having looked the hosts up where the risk is high. */
    public void approves(Asked asked) {
        if (!asked.isOpen()) {
            return;
        }
        var grant = Api.json("digest", asked.digest());
        if (asked.isHigh()) {
            JsonNode targets = api.get("/approvals/" + asked.proposalId()).ok().required("targets");
            grant.put(
                    "confirmation",
                    targets.size() == 1 ? targets.get(0).required("hostname").asText() : targets.size() + " hosts");
        }
        api.post("/approvals/" + asked.proposalId() + "/approve", grant).ok();
    }

    /** Asks for the command and approves it. */
    public Asked runs(String command, String targets) {
        Asked asked = asks(command, targets);
        approves(asked);
        return asked;
    }

    public EventStream follows(Asked asked) {
        return new EventStream(
                api.stream("/batches/" + asked.batchId() + "/events?live=8").body());
    }

    public JsonNode batch(Asked asked) {
        return api.get("/batches/" + asked.batchId()).ok();
    }

    public List<JsonNode> executions(Asked asked) {
        return list(batch(asked).required("executions"));
    }

    /** The only execution of a command for one host. */
    public JsonNode execution(Asked asked) {
        return executions(asked).getFirst();
    }

    /** The batch once it has ended. */
    public JsonNode awaitsEnd(Asked asked, Duration limit) {
        return Await.some(
                "batch " + asked.batchId() + " ends",
                limit,
                () -> Optional.of(batch(asked))
                        .filter(batch -> ENDED.contains(batch.required("state").asText())));
    }

    public JsonNode awaitsEnd(Asked asked) {
        return awaitsEnd(asked, Await.LIMIT);
    }

    /** What an execution printed on {@code stream}, from the host. */
    public byte[] output(JsonNode execution, String stream) {
        var response = api.stream("/executions/" + execution.required("id").asText() + "/output?stream=" + stream);
        try (var body = response.body()) {
            byte[] bytes = body.readAllBytes();
            if (response.statusCode() != 200) {
                throw new AssertionError("HTTP " + response.statusCode() + ": " + new String(bytes, UTF_8));
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String stdout(JsonNode execution) {
        return new String(output(execution, "stdout"), UTF_8);
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
