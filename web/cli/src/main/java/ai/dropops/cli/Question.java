package ai.dropops.cli;

import ai.dropops.cli.connect.ControlPlane;
import ai.dropops.cli.connect.Json;
import ai.dropops.cli.connect.Problem;
import ai.dropops.cli.print.Screen;
import ai.dropops.cli.print.Visible;
import ai.dropops.cli.sign.SeenProposal;
import ai.dropops.protocol.action.ApproverSignature;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A proposal that somebody has to decide about, as the control plane shows it. */
record Question(JsonNode json) {
    private static final int HOSTS_SHOWN = 10;

    /** @param id the approval's, or its batch's, which differs in the prefix only */
    static Question read(ControlPlane controlPlane, String id) {
        return new Question(controlPlane.get("/approvals/" + ControlPlane.encoded(idOf(id))));
    }

    private static String idOf(String id) {
        return id.startsWith("ba_") ? "pr_" + id.substring(3) : id;
    }

    String id() {
        return json.path("id").asText();
    }

    String state() {
        return json.path("state").asText();
    }

    /** The risk the control plane names. */
    String risk() {
        return json.path("risk").asText();
    }

    boolean isHigh() {
        return risk().equals("HIGH");
    }

    /** What has to be looked up and typed before a yes to a HIGH risk. */
    String toLookUp() {
        return json.path("targetCount").asInt() == 1
                ? "the name of the host"
                : "how many hosts there are, as in '12 hosts'";
    }

    /** The proposal itself, which has to be the one that was asked for, under the digest this question shows. */
    SeenProposal proposal(ControlPlane controlPlane, String asked) {
        SeenProposal seen = SeenProposal.read(controlPlane.get("/approvals/" + id() + "/proposal"));
        if (!seen.frozen().digest().hex().equals(json.path("digest").asText())
                || !seen.frozen().proposal().id().value().equals(idOf(asked))
                || seen.hosts().size() != json.path("targetCount").asInt()) {
            throw new Problem(
                            0,
                            "not-what-it-says",
                            "the control plane shows another proposal than the one under this digest",
                            "sign nothing, and find out who changed it")
                    .refused();
        }
        return seen;
    }

    /**
     * @param typed what confirms a HIGH risk, which the control plane compares
     * @param signature the approver's own
     */
    JsonNode approve(ControlPlane controlPlane, String typed, Optional<ApproverSignature> signature) {
        var grant = Json.object().put("digest", json.path("digest").asText());
        signature.ifPresent(own -> grant.putObject("signature")
                .put("scheme", own.scheme().wireName())
                .put("key", own.key().array())
                .put("signature", own.signature().array()));
        if (!typed.isEmpty()) {
            grant.put("confirmation", typed);
        }
        return controlPlane.post("/approvals/" + id() + "/approve", grant);
    }

    /** How far the people are who have to agree: {@code 1 of 2 agreed (Ada)}. */
    String agreement() {
        List<String> yes = StreamSupport.stream(json.path("votes").spliterator(), false)
                .filter(vote -> vote.path("answer").asText().equals("YES"))
                .map(vote -> vote.path("by").path("name").asText())
                .toList();
        int quorum = json.path("quorum").asInt(1);
        String agreed =
                yes.size() + " of " + quorum + " agreed" + (yes.isEmpty() ? "" : " (" + String.join(", ", yes) + ")");
        return json.path("requesterMayApprove").asBoolean(true) ? agreed : agreed + ", not whoever asks";
    }

    /** Whether more than one yes, or another person's, is waited for. */
    boolean needsOthers() {
        return json.path("quorum").asInt(1) > 1
                || !json.path("requesterMayApprove").asBoolean(true);
    }

    JsonNode deny(ControlPlane controlPlane, String feedback) {
        var body = Json.object();
        if (!feedback.isEmpty()) {
            body.put("feedback", feedback);
        }
        return controlPlane.post("/approvals/" + id() + "/deny", body);
    }

    /** Shows everything a decision rests on. */
    void explain(Screen screen) {
        JsonNode action = json.path("action");
        screen.plainNote("  command   " + Visible.line(action.path("command").asText()));
        if (!action.path("cwd").asText("").isEmpty()) {
            screen.plainNote("  folder    " + Visible.line(action.path("cwd").asText()));
        }
        for (var variable : action.path("env").properties()) {
            screen.plainNote("  env       "
                    + Visible.line(variable.getKey() + "=" + variable.getValue().asText()));
        }
        screen.plainNote("  hosts     " + Visible.line(hostList()));
        long handedOver = StreamSupport.stream(json.path("targets").spliterator(), false)
                .filter(target -> target.path("records").asText().equals("control-plane"))
                .count();
        if (handedOver > 0) {
            screen.plainNote("  records   " + handedOver
                    + " of these hosts keep none; the control plane keeps their output," + " scrubbed");
        }
        if (json.path("targetCount").asInt() > 1) {
            screen.plainNote("  order     " + PaceText.of(json).words());
        }
        effects().forEach(effect -> screen.plainNote("  effect    " + Visible.line(effect)));
        screen.plainNote("  risk      " + risk() + ": " + Visible.line(reasons()));
        screen.plainNote("  runs      " + Confined.inWords(json.path("profile").asText()));
        if (!json.path("reason").asText("").isEmpty()) {
            screen.plainNote("  reason    " + Visible.line(json.path("reason").asText()));
        }
        screen.plainNote("  asked by  "
                + Visible.line(json.path("requestedBy").path("name").asText()));
        if (needsOthers()) {
            screen.plainNote("  agreed    " + Visible.line(agreement()));
        }
        if (state().equals("PENDING")) {
            screen.plainNote("  expires   " + left(Instant.now()));
        }
        showDiff(screen);
    }

    /** How long it can still be decided about: {@code in 4:59}. */
    private String left(Instant now) {
        try {
            long seconds = Duration.between(
                            now, Instant.parse(json.path("expiresAt").asText("")))
                    .toSeconds();
            return seconds > 0 ? "in %d:%02d".formatted(seconds / 60, seconds % 60) : "now";
        } catch (DateTimeException _) {
            return "at a time this version cannot read";
        }
    }

    private void showDiff(Screen screen) {
        json.path("diff").asText("").lines().forEach(line -> screen.plainNote("  | " + Visible.line(line)));
    }

    /** What the control plane says it would do. */
    List<String> effects() {
        return StreamSupport.stream(json.path("effects").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    String reasons() {
        return StreamSupport.stream(json.path("reasons").spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining("; "));
    }

    private String hostList() {
        List<String> hosts = hosts();
        String shown = String.join(", ", hosts.subList(0, Math.min(hosts.size(), HOSTS_SHOWN)));
        int more = json.path("targetCount").asInt() - Math.min(hosts.size(), HOSTS_SHOWN);
        return more > 0 ? shown + " and " + more + " more" : shown;
    }

    private List<String> hosts() {
        return StreamSupport.stream(json.path("targets").spliterator(), false)
                .map(target -> target.path("hostname").asText("").isEmpty()
                        ? target.path("name").asText()
                        : target.path("hostname").asText())
                .toList();
    }
}
