package ai.dropops.web.api;

import ai.dropops.cluster.operator.Operator;
import ai.dropops.cluster.session.Meant;
import ai.dropops.persistence.view.Host;
import ai.dropops.persistence.view.Labels;
import ai.dropops.web.auth.Answer;
import ai.dropops.web.auth.Call;
import ai.dropops.web.auth.Caller;
import ai.dropops.web.auth.Endpoint;
import ai.dropops.web.auth.Problem;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/** Labels of many operators, changed in one go. */
public final class Labelling {
    private static final int AT_ONCE = 64;

    private final Entities entities;
    private final Rows rows;
    private final Materializer materializer;

    public Labelling(Entities entities, Rows rows, Materializer materializer) {
        this.entities = entities;
        this.rows = rows;
        this.materializer = materializer;
    }

    /**
     * What is to change.
     *
     * @param targets which operators, of all that are enrolled
     * @param remove keys of labels to take away
     */
    record Wanted(String targets, Optional<Labels> labels, Optional<List<String>> remove) {
        Wanted {
            if (labels.isEmpty() && remove.isEmpty()) {
                throw new IllegalArgumentException("name 'labels' to give or keys to 'remove'");
            }
        }

        /** {@code before} with the change; IllegalArgumentException where that is too many. */
        Labels after(Labels before) {
            var after = new TreeMap<>(before.all());
            remove.stream().flatMap(List::stream).forEach(after::remove);
            labels.ifPresent(added -> after.putAll(added.all()));
            return Labels.of(after);
        }
    }

    private record Change(Host host, Optional<Problem> problem) {}

    public List<Endpoint> endpoints() {
        return List.of(Endpoint.post("/operators/label", Wanted.class, this::label));
    }

    private CompletionStage<HttpResponse> label(Call call, Wanted wanted) {
        Caller caller = call.caller();
        return rows.readSettled(() -> meant(wanted, caller))
                .thenCompose(hosts -> Source.from(hosts)
                        .mapAsync(AT_ONCE, host -> label(host, wanted, caller))
                        .runWith(Sink.seq(), materializer))
                .thenCompose(changes -> rows.readSettled(() -> Answer.ok(answer(changes))));
    }

    private List<Host> meant(Wanted wanted, Caller caller) {
        return switch (Meant.by(wanted.targets(), caller.workspace(), caller.session(), rows.views(), rows.now())) {
            case Meant.Hosts(var hosts) -> {
                hosts.forEach(host -> check(host, wanted));
                yield hosts;
            }
            case Meant.Nobody(var message) ->
                throw new Problem(
                                422,
                                "no-targets",
                                message,
                                "Name enrolled operators as a proposal does, such as 'all', web-* or role=web.")
                        .refused();
        };
    }

    /** Nothing changes where the change is too much for one of them. */
    private static void check(Host host, Wanted wanted) {
        try {
            var _ = wanted.after(host.labels());
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(
                            "invalid-value", host.name() + ": " + e.getMessage() + ".", "Take others away with it.")
                    .refused();
        }
    }

    private CompletionStage<Change> label(Host host, Wanted wanted, Caller caller) {
        return entities.<Operator.Reply>operator(
                        host.operator(),
                        replyTo -> new Operator.Command.Label(caller.workspace(), wanted.after(host.labels()), replyTo))
                .thenApply(reply -> switch (reply) {
                    case Operator.Reply.Done _ -> new Change(host, Optional.empty());
                    case Operator.Reply.Refused(var reason) -> new Change(host, Optional.of(Slots.problem(reason)));
                });
    }

    private static Bindings.Changed answer(List<Change> changes) {
        return new Bindings.Changed(
                changes.stream()
                        .filter(change -> change.problem().isEmpty())
                        .map(change -> change.host().operator())
                        .toList(),
                changes.stream()
                        .flatMap(change ->
                                change
                                        .problem()
                                        .map(problem ->
                                                Bindings.Left.of(change.host().operator(), problem))
                                        .stream())
                        .toList());
    }
}
