package ai.dropops.web.api;

import ai.dropops.cluster.session.Session;
import ai.dropops.cluster.session.Session.ProposeReply;
import ai.dropops.cluster.session.Wish;
import ai.dropops.protocol.action.Amount;
import ai.dropops.protocol.action.Limits;
import ai.dropops.protocol.action.Pace;
import ai.dropops.protocol.action.Strategy;
import ai.dropops.protocol.guard.Risk;
import ai.dropops.protocol.identity.BatchId;
import ai.dropops.web.auth.Answer;
import ai.dropops.web.auth.Call;
import ai.dropops.web.auth.Caller;
import ai.dropops.web.auth.Endpoint;
import ai.dropops.web.auth.Problem;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Members' wishes on their way to a judgement and a question. */
public final class Proposals {
    private final Entities entities;
    private final Rows rows;

    public Proposals(Entities entities, Rows rows) {
        this.entities = entities;
        this.rows = rows;
    }

    record NewProposal(
            NewAction action,
            String targets,
            Optional<Integer> expect,
            Optional<String> strategy,
            Optional<Amount> atOnce,
            Optional<Amount> canary,
            Optional<Amount> failures,
            Optional<Long> pauseSeconds,
            Optional<Boolean> askEachWave,
            Optional<Long> deliverSeconds,
            Optional<String> reason,
            Optional<Boolean> approve,
            Optional<Long> validSeconds) {
        Wish wish(String idempotencyKey) {
            return new Wish(
                    action.action(),
                    action.diff(),
                    targets,
                    expect.map(NewProposal::counted).orElse(Wish.ANY_NUMBER),
                    pace(strategy.map(Strategy::ofWireName).orElse(Strategy.SEQUENTIAL)),
                    reason.orElse(""),
                    approve.orElse(false),
                    validSeconds.map(Duration::ofSeconds).orElse(Wish.DEFAULT_VALIDITY),
                    idempotencyKey);
        }

        private Pace pace(Strategy strategy) {
            return Pace.of(
                    strategy,
                    atOnce,
                    canary,
                    failures,
                    Duration.ofSeconds(pauseSeconds.orElse(0L)),
                    askEachWave.orElse(false),
                    deliverSeconds.map(NewProposal::waited).orElse(Limits.WHILE_PERMITTED));
        }

        private static long waited(long seconds) {
            if (seconds < 1) {
                throw new IllegalArgumentException("'deliverSeconds' is at least 1");
            }
            return seconds;
        }

        private static int counted(int expect) {
            if (expect < 1) {
                throw new IllegalArgumentException("'expect' is a number of hosts, at least 1");
            }
            return expect;
        }
    }

    record Verdict(String kind, Risk risk, List<String> effects, String profile, List<String> reasons) {}

    record Proposed(
            ApprovalJson proposal,
            BatchId batchId,
            Verdict verdict,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Undoing.LeftOut> leftOut) {}

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post("/proposals", NewProposal.class, this::propose).takenOnce());
    }

    private CompletionStage<HttpResponse> propose(Call call, NewProposal proposal) {
        return propose(call, wish(proposal, call.header("Idempotency-Key").orElse("")), List.of());
    }

    /** Proposes {@code wish}, and answers what came of it and which hosts were left out from the beginning. */
    CompletionStage<HttpResponse> propose(Call call, Wish wish, List<Undoing.LeftOut> leftOut) {
        Caller caller = call.caller();
        return entities.<ProposeReply>session(
                        caller.session(),
                        replyTo -> new Session.Command.Propose(
                                caller.workspace(), caller.member(), call.remoteAddress(), wish, replyTo))
                .thenCompose(reply -> switch (reply) {
                    case ProposeReply.Proposed proposed -> rows.readSettled(() -> proposed(proposed, caller, leftOut));
                    case ProposeReply.Denied denied -> throw denied(denied).refused();
                    case ProposeReply.Refused refused -> throw problem(refused).refused();
                });
    }

    private static Wish wish(NewProposal proposal, String idempotencyKey) {
        try {
            return proposal.wish(idempotencyKey);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("invalid-value", e.getMessage() + ".", "Correct the proposal.")
                    .refused();
        }
    }

    private HttpResponse proposed(ProposeReply.Proposed proposed, Caller caller, List<Undoing.LeftOut> leftOut) {
        var judgement = proposed.judgement();
        var shown = rows.approval(proposed.proposal(), caller);
        return Answer.json(
                201,
                new Proposed(
                        shown,
                        proposed.batch(),
                        new Verdict(
                                judgement.automatic() ? "ALLOW" : "ASK",
                                judgement.risk(),
                                shown.effects(),
                                shown.profile(),
                                shown.reasons()),
                        leftOut));
    }

    private static Problem denied(ProposeReply.Denied denied) {
        return new Problem(
                422,
                "denied-by-guard",
                "The guard denies this: " + denied.reason() + ".",
                "Nobody can approve it. Ask for something that does not need it.",
                denied.effects());
    }

    private static Problem problem(ProposeReply.Refused refused) {
        return switch (refused.reason()) {
            case UNKNOWN_SESSION -> Problem.conflict("session-not-open", refused.message(), "Try again in a moment.");
            case BAD_TARGET ->
                new Problem(
                        422,
                        "no-targets",
                        refused.message(),
                        "Name hosts by name, host name, id or index, or 'all'; join sets with & | ! and ( ).");
            case NO_TARGETS ->
                new Problem(422, "no-targets", refused.message(), "Bind the operators that are meant first.");
            case NOT_BOUND ->
                Problem.conflict("not-bound", refused.message(), "Bind the operator to your session first.");
            case UNEXPECTED_COUNT ->
                Problem.conflict(
                        "unexpected-count", refused.message(), "See who is meant, and correct 'targets' or 'expect'.");
            case NEEDS_SECOND_LOOK ->
                Problem.forbidden(
                        "needs-second-look",
                        refused.message(),
                        "Propose it without approving, and decide in the console.");
            case TOO_SLOW ->
                new Problem(
                        422,
                        "too-slow",
                        refused.message(),
                        "Raise 'validSeconds', shorten 'pauseSeconds' or make the waves larger.");
            case KEY_REUSED ->
                Problem.conflict("idempotency-key-reused", refused.message(), "Use a fresh key for another proposal.");
            case TRY_AGAIN ->
                new Problem(503, "no-answer-in-time", refused.message(), "Try again with the same Idempotency-Key.");
        };
    }
}
