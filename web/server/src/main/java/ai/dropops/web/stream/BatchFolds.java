package ai.dropops.web.stream;

import ai.dropops.persistence.view.Views;
import ai.dropops.protocol.identity.BatchId;
import ai.dropops.protocol.identity.WorkspaceId;
import ai.dropops.web.auth.Answer;
import ai.dropops.web.auth.Call;
import ai.dropops.web.auth.Endpoint;
import ai.dropops.web.auth.Problem;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** The results of a batch as they are now, equal ones together. */
public final class BatchFolds {
    private final Views views;
    private final Executor blocking;

    public BatchFolds(Views views, Executor blocking) {
        this.views = views;
        this.blocking = blocking;
    }

    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/batches/{id}/folds", this::show));
    }

    private CompletionStage<HttpResponse> show(Call call) {
        BatchId id = call.id("batch", BatchId::new);
        WorkspaceId workspace = call.caller().workspace();
        return views.flushed().thenApplyAsync(_ -> Answer.ok(folds(workspace, id)), blocking);
    }

    private Folds folds(WorkspaceId workspace, BatchId id) {
        var _ = views.batches()
                .find(workspace, id)
                .orElseThrow(() -> Problem.notFound("batch").refused());
        var executions = views.executions().of(workspace, id);
        var folding = new Folding();
        executions.forEach(folding::put);
        return folding.folds(executions.size());
    }
}
