package ai.dropops.web.api;

import ai.dropops.cluster.approval.Approval;
import ai.dropops.persistence.view.ApprovalRow;
import ai.dropops.persistence.view.Proposals.Named;
import ai.dropops.protocol.action.ApproverSignature;
import ai.dropops.protocol.action.Target;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.VerifyingKey;
import ai.dropops.web.auth.Answer;
import ai.dropops.web.auth.Call;
import ai.dropops.web.auth.Caller;
import ai.dropops.web.auth.Endpoint;
import ai.dropops.web.auth.Problem;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** The questions put to people, and their answers. */
public final class Approvals {
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final int MAX_FEEDBACK = 2000;
    private static final int MAX_CONFIRMATION = 300;
    private static final int LISTED = 200;

    private final Entities entities;
    private final Rows rows;

    public Approvals(Entities entities, Rows rows) {
        this.entities = entities;
        this.rows = rows;
    }

    record Grant(String digest, Optional<String> confirmation, Optional<Signature> signature) {
        Grant {
            if (!DIGEST.matcher(digest).matches()) {
                throw new IllegalArgumentException("a digest is 64 lower-case hexadecimal characters");
            }
            if (confirmation.orElse("").length() > MAX_CONFIRMATION) {
                throw new IllegalArgumentException("a confirmation is at most 300 characters long");
            }
        }
    }

    /** An approver's own yes, made where the control plane cannot: {@code key} and {@code signature} are raw Ed25519. */
    record Signature(String scheme, VerifyingKey key, Bytes signature) {
        ApproverSignature read() {
            return new ApproverSignature(key, ApproverSignature.Scheme.ofWireName(scheme), signature);
        }
    }

    /** What an approver has to see to know what the digest stands for, with every target in the order of the tree. */
    record Frozen(Bytes proposal, List<Place> targets) {
        record Place(OperatorId operator, String operatorKey, int wave, String params, String hostname, String name) {
            static Place of(Named named) {
                Target target = named.target();
                return new Place(
                        target.operator(),
                        target.operatorKey().hex(),
                        target.wave(),
                        target.params().hex(),
                        named.hostname(),
                        named.name());
            }
        }
    }

    record Denial(Optional<String> feedback) {
        Denial {
            if (feedback.orElse("").length() > MAX_FEEDBACK) {
                throw new IllegalArgumentException("feedback is at most 2,000 characters long");
            }
        }
    }

    record Listed(List<ApprovalJson> approvals) {}

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/approvals", this::list).taking("state"),
                Endpoint.get("/approvals/{id}", this::show),
                Endpoint.get("/approvals/{id}/proposal", this::frozen),
                Endpoint.post("/approvals/{id}/approve", Grant.class, this::approve)
                        .takenOnce(),
                Endpoint.post("/approvals/{id}/deny", Denial.class, this::deny).takenOnce());
    }

    private CompletionStage<HttpResponse> list(Call call) {
        var workspace = call.caller().workspace();
        String state = call.query("state").orElse("pending");
        return rows.read(() -> {
            List<ApprovalRow> found = switch (state) {
                case "pending" -> rows.views().approvals().pending(workspace, LISTED);
                case "all" -> rows.views().approvals().all(workspace, LISTED);
                default ->
                    throw Problem.badRequest(
                                    "invalid-parameter",
                                    "'" + state + "' is no state to list approvals by.",
                                    "Use pending or all.")
                            .refused();
            };
            return Answer.ok(new Listed(found.stream().map(rows::listed).toList()));
        });
    }

    private CompletionStage<HttpResponse> show(Call call) {
        ProposalId id = id(call);
        return rows.read(() -> Answer.ok(rows.approval(id, call.caller())));
    }

    private CompletionStage<HttpResponse> frozen(Call call) {
        ProposalId id = id(call);
        var workspace = call.caller().workspace();
        return rows.read(() -> {
            var proposals = rows.views().proposals();
            var frozen = proposals
                    .find(workspace, id)
                    .orElseThrow(() -> Problem.notFound("approval").refused());
            var targets = proposals.targets(workspace, id, frozen.proposal().targetCount());
            return Answer.ok(new Frozen(
                    frozen.bytes(), targets.stream().map(Frozen.Place::of).toList()));
        });
    }

    private CompletionStage<HttpResponse> approve(Call call, Grant grant) {
        Caller caller = call.caller();
        List<ApproverSignature> signatures =
                grant.signature().map(Signature::read).stream().toList();
        ProposalId id = id(call);
        return entities.<Approval.Reply>approval(
                        id,
                        replyTo -> new Approval.Command.Grant(
                                caller.workspace(),
                                caller.member(),
                                call.remoteAddress(),
                                Digest.parse(grant.digest()),
                                grant.confirmation().orElse(""),
                                signatures,
                                replyTo))
                .thenCompose(reply -> decided(reply, id, caller));
    }

    private CompletionStage<HttpResponse> deny(Call call, Denial denial) {
        Caller caller = call.caller();
        ProposalId id = id(call);
        String feedback = denial.feedback().orElse("");
        return rows.read(() -> rows.sealedFeedback(caller.workspace(), id, feedback))
                .thenCompose(secret -> entities.<Approval.Reply>approval(
                        id,
                        replyTo -> new Approval.Command.Deny(
                                caller.workspace(), caller.member(), call.remoteAddress(), secret, replyTo)))
                .thenCompose(reply -> decided(reply, id, caller));
    }

    private CompletionStage<HttpResponse> decided(Approval.Reply reply, ProposalId id, Caller caller) {
        return switch (reply) {
            case Approval.Reply.Done _ -> rows.readSettled(() -> Answer.ok(rows.decided(id, caller)));
            case Approval.Reply.Refused(var reason) -> throw problem(reason).refused();
        };
    }

    private static Problem problem(Approval.Reply.Reason reason) {
        return switch (reason) {
            case UNKNOWN_APPROVAL -> Problem.notFound("approval");
            case DIGEST_MISMATCH ->
                Problem.conflict(
                        "digest-mismatch",
                        "The digest is not that of the proposal.",
                        "Read the proposal again before you decide: it is not what you have seen.");
            case NOT_CONFIRMED ->
                new Problem(
                        422,
                        "not-confirmed",
                        "This is of high risk, and what was typed does not confirm it.",
                        "Look the hosts up and send as 'confirmation' the name of the one host, or how many hosts there are,"
                                + " as in '12 hosts'.");
            case BAD_SIGNATURE ->
                new Problem(
                        422,
                        "bad-signature",
                        "The signature is not one over this proposal, or its key has signed it before.",
                        "Sign again with a key of your own: ./dropops approve ID --key FILE.");
            case REQUESTER_MAY_NOT ->
                Problem.forbidden(
                        "needs-another-person",
                        "Whoever proposed this may not approve it.",
                        "Ask another member to decide; you may deny it to take it back.");
            case ALREADY_AGREED ->
                Problem.conflict(
                        "already-agreed",
                        "You have agreed already, and another person has to as well.",
                        "Ask another member to decide.");
            case ALREADY_DECIDED ->
                Problem.conflict("already-decided", "Somebody has decided already.", "Look how: GET the approval.");
            case EXPIRED -> Problem.conflict("expired", "The time to decide is over.", "Propose it again.");
        };
    }

    private static ProposalId id(Call call) {
        return call.id("approval", ProposalId::new);
    }
}
