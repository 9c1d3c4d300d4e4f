package ai.dropops.web.api;

import ai.dropops.cluster.operator.Operator;
import ai.dropops.persistence.view.Labels;
import ai.dropops.persistence.view.OperatorRow;
import ai.dropops.persistence.view.OperatorRows;
import ai.dropops.persistence.view.OperatorStatus;
import ai.dropops.protocol.guard.HostFacts.Kind;
import ai.dropops.protocol.identity.ApiKey;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.web.auth.Answer;
import ai.dropops.web.auth.Call;
import ai.dropops.web.auth.Caller;
import ai.dropops.web.auth.Endpoint;
import ai.dropops.web.auth.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** The slots of a workspace, their labels and their keys. */
public final class Operators {
    /** What a slot, or a group of them, may be called. */
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private static final int MAX_PAGE = 1000;
    private static final int PAGE = 200;

    private final Entities entities;
    private final Rows rows;
    private final Slots slots;
    private final Function<ApiKey, String> installCommand;

    /** @param installCommand the line that installs an operator with a key on a host */
    public Operators(Entities entities, Rows rows, Slots slots, Function<ApiKey, String> installCommand) {
        this.entities = entities;
        this.rows = rows;
        this.slots = slots;
        this.installCommand = installCommand;
    }

    record NewOperator(String name, String kind) {
        NewOperator {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "a name is up to 64 letters, digits, dots, dashes and underscores and begins with a letter or digit");
            }
            kindOf(kind);
        }
    }

    /** All the labels it is to have. */
    record NewLabels(Labels labels) {}

    record Page(List<OperatorJson> operators, @Nullable Integer next) {}

    record Keyed(OperatorJson operator, String apiKey, String installCommand) {}

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/operators", this::list).taking("q", "status", "limit", "after"),
                Endpoint.post("/operators", NewOperator.class, this::create).takenOnce(),
                Endpoint.get("/operators/{id}", this::show),
                Endpoint.put("/operators/{id}/labels", NewLabels.class, this::label),
                Endpoint.post("/operators/{id}/stop", this::stop),
                Endpoint.post("/operators/{id}/key", this::refreshKey).takenOnce(),
                Endpoint.post("/operators/{id}/key/revoke", this::revokeKey).takenOnce());
    }

    private CompletionStage<HttpResponse> list(Call call) {
        int limit = (int) call.number("limit", PAGE, 1, MAX_PAGE);
        var filter = new OperatorRows.Filter(
                call.query("q").orElse(""),
                call.query("status").map(Operators::status).orElse(null),
                (int) call.number("after", 0, 0, Integer.MAX_VALUE),
                limit);
        return rows.read(() -> {
            List<OperatorRow> page = rows.views().operators().page(call.caller().workspace(), filter);
            return Answer.ok(new Page(
                    page.stream().map(row -> rows.operator(row, call.caller())).toList(),
                    page.size() < limit ? null : page.getLast().number()));
        });
    }

    private CompletionStage<HttpResponse> show(Call call) {
        OperatorId id = id(call);
        return rows.read(() -> Answer.ok(rows.operator(id, call.caller())));
    }

    private CompletionStage<HttpResponse> create(Call call, NewOperator wanted) {
        return slots.open(call.caller().workspace(), wanted.name(), kindOf(wanted.kind()))
                .thenCompose(key -> keyed(201, key, call.caller()));
    }

    private CompletionStage<HttpResponse> stop(Call call) {
        Caller caller = call.caller();
        OperatorId id = id(call);
        return entities.<Operator.Reply>operator(id, replyTo -> new Operator.Command.Stop(caller.workspace(), replyTo))
                .thenCompose(reply -> changed(reply, id, caller));
    }

    private CompletionStage<HttpResponse> label(Call call, NewLabels wanted) {
        Caller caller = call.caller();
        OperatorId id = id(call);
        return entities.<Operator.Reply>operator(
                        id, replyTo -> new Operator.Command.Label(caller.workspace(), wanted.labels(), replyTo))
                .thenCompose(reply -> changed(reply, id, caller));
    }

    private CompletionStage<HttpResponse> revokeKey(Call call) {
        Caller caller = call.caller();
        OperatorId id = id(call);
        return entities.<Operator.Reply>operator(
                        id, replyTo -> new Operator.Command.RevokeKey(caller.workspace(), replyTo))
                .thenCompose(reply -> changed(reply, id, caller));
    }

    private CompletionStage<HttpResponse> refreshKey(Call call) {
        return slots.refreshKey(call.caller().workspace(), id(call)).thenCompose(key -> keyed(200, key, call.caller()));
    }

    private CompletionStage<HttpResponse> keyed(int status, ApiKey key, Caller caller) {
        return rows.readSettled(() -> Answer.json(
                status,
                new Keyed(rows.operator(key.operator(), caller), key.text().reveal(), installCommand.apply(key))));
    }

    private CompletionStage<HttpResponse> changed(Operator.Reply reply, OperatorId id, Caller caller) {
        return switch (reply) {
            case Operator.Reply.Done _ -> rows.readSettled(() -> Answer.ok(rows.operator(id, caller)));
            case Operator.Reply.Refused(var reason) ->
                throw Slots.problem(reason).refused();
        };
    }

    private static OperatorStatus status(String text) {
        return Arrays.stream(OperatorStatus.values())
                .filter(status -> status.name().equals(text.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> Problem.badRequest(
                                "invalid-parameter",
                                "'" + text + "' is no status of an operator.",
                                "Use one of "
                                        + Arrays.stream(OperatorStatus.values())
                                                .map(Enum::name)
                                                .collect(Collectors.joining(", "))
                                        + ".")
                        .refused());
    }

    static Kind kindOf(String text) {
        return Optional.of(text)
                .filter(name -> name.equals("solo") || name.equals("cloud"))
                .map(name -> Kind.valueOf(name.toUpperCase(Locale.ROOT)))
                .orElseThrow(
                        () -> new IllegalArgumentException("'" + text + "' is no kind of operator; use solo or cloud"));
    }

    private static OperatorId id(Call call) {
        return call.id("operator", OperatorId::new);
    }
}
