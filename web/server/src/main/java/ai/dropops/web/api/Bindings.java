package ai.dropops.web.api;

import ai.dropops.cluster.operator.Operator;
import ai.dropops.cluster.session.Session;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.web.auth.Answer;
import ai.dropops.web.auth.Call;
import ai.dropops.web.auth.Caller;
import ai.dropops.web.auth.Endpoint;
import ai.dropops.web.auth.Problem;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/** Which operators belong to the caller's session. */
public final class Bindings {
    private static final int MOST = 1000;
    private static final int AT_ONCE = 64;

    private final Entities entities;
    private final Rows rows;
    private final Materializer materializer;

    public Bindings(Entities entities, Rows rows, Materializer materializer) {
        this.entities = entities;
        this.rows = rows;
        this.materializer = materializer;
    }

    record Several(List<OperatorId> operators) {
        Several {
            if (operators.isEmpty() || operators.size() > MOST) {
                throw new IllegalArgumentException("name 1 to " + MOST + " operators at once");
            }
            operators = List.copyOf(operators);
        }
    }

    /** @param refused those that stayed as they were, and why */
    record Changed(List<OperatorId> changed, List<Left> refused) {}

    record Left(OperatorId operator, String code, String detail, String advice) {
        static Left of(OperatorId operator, Problem problem) {
            return new Left(operator, problem.code(), problem.message(), problem.advice());
        }
    }

    private record Change(OperatorId operator, Optional<Problem> problem) {}

    /** How a session is told to change what belongs to it. */
    private interface Telling {
        CompletionStage<Session.Reply> tell(OperatorId operator, Caller caller);
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post("/operators/bind", Several.class, (call, several) -> all(call, several, this::bind)),
                Endpoint.post("/operators/unbind", Several.class, (call, several) -> all(call, several, this::unbind)),
                Endpoint.post("/operators/{id}/bind", call -> one(call, this::bind)),
                Endpoint.post("/operators/{id}/unbind", call -> one(call, this::unbind)));
    }

    private CompletionStage<HttpResponse> one(Call call, Telling telling) {
        OperatorId id = call.id("operator", OperatorId::new);
        return change(id, call.caller(), telling)
                .thenCompose(change -> rows.readSettled(() -> {
                    change.problem().ifPresent(problem -> {
                        throw problem.refused();
                    });
                    return Answer.ok(rows.operator(id, call.caller()));
                }));
    }

    private CompletionStage<HttpResponse> all(Call call, Several several, Telling telling) {
        return Source.from(several.operators())
                .mapAsync(AT_ONCE, operator -> change(operator, call.caller(), telling))
                .runWith(Sink.seq(), materializer)
                .thenCompose(changes -> rows.readSettled(() -> Answer.ok(answer(changes))));
    }

    private static Changed answer(List<Change> changes) {
        return new Changed(
                changes.stream()
                        .filter(change -> change.problem().isEmpty())
                        .map(Change::operator)
                        .toList(),
                changes.stream()
                        .flatMap(
                                change -> change.problem().map(problem -> Left.of(change.operator(), problem)).stream())
                        .toList());
    }

    private static CompletionStage<Change> change(OperatorId operator, Caller caller, Telling telling) {
        return telling.tell(operator, caller).thenApply(reply -> new Change(operator, problem(reply)));
    }

    private CompletionStage<Session.Reply> bind(OperatorId operator, Caller caller) {
        return entities.session(
                caller.session(), replyTo -> new Session.Command.Bind(caller.workspace(), operator, replyTo));
    }

    private CompletionStage<Session.Reply> unbind(OperatorId operator, Caller caller) {
        return entities.session(
                caller.session(), replyTo -> new Session.Command.Unbind(caller.workspace(), operator, replyTo));
    }

    private static Optional<Problem> problem(Session.Reply reply) {
        return switch (reply) {
            case Session.Reply.Done _ -> Optional.empty();
            case Session.Reply.Refused(var reason) -> Optional.of(problem(reason));
        };
    }

    private static Problem problem(Session.Reply.Reason reason) {
        return switch (reason) {
            case UNKNOWN_OPERATOR -> Problem.notFound("operator");
            case UNKNOWN_SESSION ->
                Problem.conflict("session-not-open", "Your session is not open yet.", "Try again in a moment.");
            case NOT_ENROLLED -> Slots.problem(Operator.Reply.Reason.NOT_ENROLLED);
            case BOUND_ELSEWHERE -> Slots.problem(Operator.Reply.Reason.BOUND_ELSEWHERE);
            case NOT_BOUND ->
                Problem.conflict("not-bound", "The operator is not bound to your session.", "Bind it first.");
            case TRY_AGAIN ->
                new Problem(503, "no-answer-in-time", "The operator's record did not answer.", "Try again.");
        };
    }
}
