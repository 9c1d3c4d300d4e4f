package ai.dropops.web.api;

import ai.dropops.cluster.session.Wish;
import ai.dropops.persistence.view.BatchRow;
import ai.dropops.persistence.view.ExecutionRow;
import ai.dropops.persistence.view.ExecutionStatus;
import ai.dropops.protocol.action.Action;
import ai.dropops.protocol.action.Action.RunCommand;
import ai.dropops.protocol.action.FileAction;
import ai.dropops.protocol.action.Limits;
import ai.dropops.protocol.action.Pace;
import ai.dropops.protocol.action.Strategy;
import ai.dropops.protocol.action.UndoBatch;
import ai.dropops.protocol.diff.UnifiedDiff;
import ai.dropops.protocol.guard.Guard;
import ai.dropops.protocol.identity.BatchId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.web.auth.Call;
import ai.dropops.web.auth.Caller;
import ai.dropops.web.auth.Endpoint;
import ai.dropops.web.auth.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** The way back from a batch that has changed files on many hosts: one new proposal for those where it was changed. */
public final class Undoing {
    private final Proposals proposals;
    private final Rows rows;

    public Undoing(Proposals proposals, Rows rows) {
        this.proposals = proposals;
        this.rows = rows;
    }

    record NewUndo(Optional<String> reason, Optional<Boolean> approve) {}

    /** A host of the batch that is no target of the undo: the batch has changed nothing there, or nobody knows. */
    record LeftOut(OperatorId operatorId, String name, ExecutionStatus state) {}

    /** What is proposed, and for which hosts it is not. */
    private record Back(Wish wish, List<LeftOut> leftOut) {}

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post("/batches/{id}/undo", NewUndo.class, this::undo).takenOnce());
    }

    private CompletionStage<HttpResponse> undo(Call call, NewUndo undo) {
        BatchId id = call.id("batch", BatchId::new);
        String key = call.header("Idempotency-Key").orElse("");
        return rows.readSettled(() -> back(id, call.caller(), undo, key))
                .thenCompose(back -> proposals.propose(call, back.wish(), back.leftOut()));
    }

    private Back back(BatchId id, Caller caller, NewUndo undo, String key) {
        BatchRow row = rows.views()
                .batches()
                .find(caller.workspace(), id)
                .orElseThrow(() -> Problem.notFound("batch").refused());
        if (!row.state().isFinal()) {
            throw Problem.conflict("not-ended", "The batch has not ended.", "Wait for its end, or cancel it first.")
                    .refused();
        }
        var executions = rows.views().executions().of(caller.workspace(), id);
        Action action = rows.action(caller.workspace(), id.proposal());
        var changed =
                executions.stream().filter(each -> mayHaveChanged(action, each)).toList();
        if (changed.isEmpty()) {
            throw nothingKept("It has changed nothing: on no host was it carried out.");
        }
        var proposal = id.proposal();
        var brief = rows.views().proposals().brief(caller.workspace(), proposal);
        return new Back(
                new Wish(
                        new UndoBatch(id, paths(action)),
                        UnifiedDiff.reversed(brief.diff()),
                        changed.stream().map(each -> each.operator().value()).collect(Collectors.joining(",")),
                        changed.size(),
                        Pace.of(
                                Strategy.PARALLEL,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Duration.ZERO,
                                false,
                                Limits.WHILE_PERMITTED),
                        undo.reason().orElse(""),
                        undo.approve().orElse(false),
                        Wish.DEFAULT_VALIDITY,
                        key),
                executions.stream()
                        .filter(each -> !changed.contains(each))
                        .map(each -> new LeftOut(each.operator(), each.name(), each.state()))
                        .toList());
    }

    private static List<String> paths(Action action) {
        return switch (action) {
            case FileAction.Change change -> List.of(change.path());
            case UndoBatch undo -> undo.paths();
            case RunCommand run -> changedBy(run);
            case FileAction _ -> throw nothingKept("It only looked at files.");
        };
    }

    private static List<String> changedBy(RunCommand run) {
        List<String> files = Guard.filesChanged(run);
        if (files.isEmpty()) {
            throw nothingKept(
                    "Hosts keep what a command changes in files it names by one absolute path, and it names none.");
        }
        return files;
    }

    /** A file action changes all or nothing, so where it failed there is nothing to take back; of a command nobody knows that. */
    private static boolean mayHaveChanged(Action action, ExecutionRow execution) {
        boolean carriedOut =
                action instanceof RunCommand ? execution.state() == ExecutionStatus.FINISHED : execution.succeeded();
        return carriedOut || execution.state() == ExecutionStatus.INTERRUPTED;
    }

    private static RuntimeException nothingKept(String why) {
        return Problem.conflict("nothing-to-undo", why, "Propose a command or a file action that sets it right.")
                .refused();
    }
}
