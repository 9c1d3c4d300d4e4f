package ai.dropops.web.api;

import ai.dropops.cluster.operator.DeviceLink.UseReply;
import ai.dropops.cluster.operator.NamePattern;
import ai.dropops.cluster.operator.Operator;
import ai.dropops.cluster.workspace.Workspace;
import ai.dropops.persistence.view.Labels;
import ai.dropops.protocol.guard.HostFacts.Kind;
import ai.dropops.protocol.identity.ApiKey;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.WorkspaceId;
import ai.dropops.web.auth.Problem;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.pekko.actor.typed.ActorRef;

/** Opens operator slots and gives out their keys, of which only hashes stay behind. */
public final class Slots {
    private static final int ID_BYTES = 16;
    private static final int KEY_BYTES = 32;

    private final Entities entities;
    private final Rows rows;
    private final IntFunction<byte[]> random;

    /** @param random gives that many random bytes */
    public Slots(Entities entities, Rows rows, IntFunction<byte[]> random) {
        this.entities = entities;
        this.rows = rows;
        this.random = random;
    }

    /** A key for a slot that does not exist yet. */
    public ApiKey freshKey() {
        return keyFor(OperatorId.of(random.apply(ID_BYTES)));
    }

    /** Opens a slot and answers its key. */
    CompletionStage<ApiKey> open(WorkspaceId workspace, String name, Kind kind) {
        ApiKey key = freshKey();
        return open(workspace, name, kind, key).thenApply(_ -> key);
    }

    /** Opens the slot {@code key} is for; a slot that is there already stays as it is. */
    public CompletionStage<OperatorId> open(WorkspaceId workspace, String name, Kind kind, ApiKey key) {
        return number(workspace)
                .thenCompose(number -> open(
                        key,
                        replyTo -> new Operator.Command.CreateSlot(
                                workspace, number, name, kind, key.text().digest(), Labels.NONE, replyTo)));
    }

    /**
     * Opens the slot a device link has given to a host, with the host's own {@code key}. A slot of that name that was there
     * before keeps it alone: the new one's has its number too.
     */
    public CompletionStage<OperatorId> open(UseReply.Admitted host, ApiKey key) {
        WorkspaceId workspace = host.workspace();
        return number(workspace)
                .thenCompose(number -> rows.read(() -> rows.views().operators().isTaken(workspace, host.name())
                                ? NamePattern.numbered(host.name(), number)
                                : host.name())
                        .thenCompose(name -> open(
                                key,
                                replyTo -> new Operator.Command.CreateSlot(
                                        workspace,
                                        number,
                                        name,
                                        host.kind(),
                                        key.text().digest(),
                                        host.labels(),
                                        replyTo))));
    }

    private CompletionStage<Integer> number(WorkspaceId workspace) {
        return entities.<Workspace.Reply>workspace(workspace, Workspace.Command.NumberSlot::new)
                .thenApply(reply -> switch (reply) {
                    case Workspace.Reply.SlotNumbered(var number) -> number;
                    case Workspace.Reply.Founded _, Workspace.Reply.UnknownWorkspace _ ->
                        throw new IllegalStateException(workspace + " was not founded");
                });
    }

    private CompletionStage<OperatorId> open(ApiKey key, Function<ActorRef<Operator.Reply>, Operator.Command> create) {
        return entities.operator(key.operator(), create).thenApply(reply -> switch (reply) {
            case Operator.Reply.Done _ -> key.operator();
            case Operator.Reply.Refused(var reason)
            when reason == Operator.Reply.Reason.ALREADY_CREATED -> key.operator();
            case Operator.Reply.Refused(var reason) -> throw problem(reason).refused();
        });
    }

    /** Replaces the key of a slot; whatever was made with the old one ends at once. */
    CompletionStage<ApiKey> refreshKey(WorkspaceId workspace, OperatorId operator) {
        ApiKey key = keyFor(operator);
        return entities.<Operator.Reply>operator(
                        operator,
                        replyTo -> new Operator.Command.RefreshKey(
                                workspace, key.text().digest(), replyTo))
                .thenApply(reply -> switch (reply) {
                    case Operator.Reply.Done _ -> key;
                    case Operator.Reply.Refused(var reason) ->
                        throw problem(reason).refused();
                });
    }

    static Problem problem(Operator.Reply.Reason reason) {
        return switch (reason) {
            case UNKNOWN_OPERATOR -> Problem.notFound("operator");
            case ALREADY_CREATED -> Problem.conflict("already-created", "This slot exists already.", "Use it.");
            case NOT_ENROLLED ->
                Problem.conflict(
                        "not-enrolled",
                        "No operator has filled this slot yet.",
                        "Install it on a host first: POST /operators/{id}/key gives the line to run there.");
            case BOUND_ELSEWHERE ->
                Problem.conflict(
                        "bound-elsewhere",
                        "The operator is bound to another session.",
                        "Its holder has to let it go first.");
            case NOT_CONNECTED ->
                Problem.conflict(
                        "not-connected", "The operator is not connected.", "Only a running operator can be stopped.");
        };
    }

    private ApiKey keyFor(OperatorId operator) {
        return ApiKey.of(operator, random.apply(KEY_BYTES));
    }
}
