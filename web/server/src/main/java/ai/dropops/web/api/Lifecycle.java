package ai.dropops.web.api;

import ai.dropops.web.auth.Answer;
import ai.dropops.web.auth.Call;
import ai.dropops.web.auth.Endpoint;
import ai.dropops.web.auth.Problem;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Whether this process lives, whether it is to be sent anything, and its end; for whoever runs it. */
public final class Lifecycle {
    record State(String status) {}

    private final Rows rows;
    private final Supplier<Optional<String>> unready;
    private final Runnable drain;

    /**
     * @param unready why nothing should be sent here now, empty when it may be; blocks
     * @param drain begins to end the process in order
     */
    public Lifecycle(Rows rows, Supplier<Optional<String>> unready, Runnable drain) {
        this.rows = rows;
        this.unready = unready;
        this.drain = drain;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/health", _ -> CompletableFuture.completedStage(Answer.ok(new State("up"))))
                        .open(),
                Endpoint.get("/ready", _ -> ready()).open(),
                Endpoint.post("/drain", this::drain).takenOnce());
    }

    private CompletionStage<HttpResponse> ready() {
        return rows.read(() -> {
            unready.get().ifPresent(why -> {
                throw new Problem(503, "not-ready", why, "Send it to another node, or wait.").refused();
            });
            return Answer.ok(new State("ready"));
        });
    }

    private CompletionStage<HttpResponse> drain(Call call) {
        var caller = call.caller();
        return rows.read(() -> {
            rows.requireOwner(caller, "end a node");
            drain.run();
            return Answer.json(202, new State("draining"));
        });
    }
}
