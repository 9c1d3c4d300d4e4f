package ai.dropops.web.api;

import ai.dropops.cluster.session.TargetReader;
import ai.dropops.cluster.workspace.Workspace;
import ai.dropops.cluster.workspace.Workspace.GroupReply;
import ai.dropops.web.auth.Answer;
import ai.dropops.web.auth.Call;
import ai.dropops.web.auth.Caller;
import ai.dropops.web.auth.Endpoint;
import ai.dropops.web.auth.Problem;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Targets with a name: {@code @canary} stands for what the group {@code canary} does. */
public final class Groups {
    private static final int LONGEST = 10_000;

    private final Entities entities;
    private final Rows rows;

    public Groups(Entities entities, Rows rows) {
        this.entities = entities;
        this.rows = rows;
    }

    record NewGroup(String targets) {
        NewGroup {
            if (targets.isBlank() || targets.length() > LONGEST) {
                throw new IllegalArgumentException("the target of a group has 1 to " + LONGEST + " characters");
            }
        }
    }

    record GroupJson(String name, String targets) {}

    record Listed(List<GroupJson> groups) {}

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/groups", this::list),
                Endpoint.put("/groups/{id}", NewGroup.class, this::set),
                Endpoint.post("/groups/{id}/remove", this::remove));
    }

    private CompletionStage<HttpResponse> list(Call call) {
        return rows.read(() -> Answer.ok(listed(call.caller())));
    }

    private CompletionStage<HttpResponse> set(Call call, NewGroup group) {
        String name = name(call);
        return rows.readSettled(() -> readable(group, call.caller()))
                .thenCompose(_ -> change(name, group.targets(), call.caller()));
    }

    private CompletionStage<HttpResponse> remove(Call call) {
        String name = name(call);
        return rows.readSettled(() -> known(name, call.caller())).thenCompose(_ -> change(name, "", call.caller()));
    }

    private CompletionStage<HttpResponse> change(String name, String targets, Caller caller) {
        return entities.<GroupReply>workspace(
                        caller.workspace(),
                        replyTo -> new Workspace.Command.SetGroup(name, targets, caller.member(), replyTo))
                .thenCompose(reply -> switch (reply) {
                    case GroupReply.Set _ -> rows.readSettled(() -> Answer.ok(listed(caller)));
                    case GroupReply.TooMany(int most) ->
                        throw Problem.conflict(
                                        "too-many-groups",
                                        "A workspace has at most " + most + " groups.",
                                        "Change one that is there.")
                                .refused();
                    case GroupReply.UnknownWorkspace _ ->
                        throw Problem.notFound("workspace").refused();
                });
    }

    private Listed listed(Caller caller) {
        return new Listed(all(caller).entrySet().stream()
                .map(group -> new GroupJson(group.getKey(), group.getValue()))
                .toList());
    }

    /** {@code group}, which Refused when nobody could use it. */
    private NewGroup readable(NewGroup group, Caller caller) {
        try {
            TargetReader.check(group.targets(), all(caller));
            return group;
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("malformed-target", String.valueOf(e.getMessage()), "Correct it there.")
                    .refused();
        }
    }

    private String known(String name, Caller caller) {
        if (!all(caller).containsKey(name)) {
            throw Problem.notFound("group").refused();
        }
        return name;
    }

    private SortedMap<String, String> all(Caller caller) {
        return rows.views().groups().of(caller.workspace());
    }

    private static String name(Call call) {
        String name = call.id("group", Function.identity());
        if (!Operators.NAME.matcher(name).matches()) {
            throw Problem.badRequest(
                            "invalid-value",
                            "The name of a group is up to 64 letters, digits, dots, dashes and underscores.",
                            "Choose another.")
                    .refused();
        }
        return name;
    }
}
