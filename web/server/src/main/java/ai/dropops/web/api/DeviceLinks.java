package ai.dropops.web.api;

import ai.dropops.cluster.operator.DeviceLink;
import ai.dropops.cluster.operator.DeviceLink.Terms;
import ai.dropops.cluster.operator.NamePattern;
import ai.dropops.persistence.view.Labels;
import ai.dropops.protocol.guard.HostFacts.Kind;
import ai.dropops.protocol.identity.DeviceLinkId;
import ai.dropops.protocol.identity.LinkToken;
import ai.dropops.web.auth.Answer;
import ai.dropops.web.auth.Call;
import ai.dropops.web.auth.Caller;
import ai.dropops.web.auth.Endpoint;
import ai.dropops.web.auth.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** The device links of a workspace: tokens by which many hosts become operators. */
public final class DeviceLinks {
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final int LISTED = 200;
    private static final int ID_BYTES = 16;
    private static final int TOKEN_BYTES = 32;

    private final Entities entities;
    private final Rows rows;
    private final IntFunction<byte[]> random;
    private final BiFunction<LinkToken, Kind, String> installCommand;

    /**
     * @param random gives that many random bytes
     * @param installCommand the line that installs an operator of a kind on each host a token is for
     */
    public DeviceLinks(
            Entities entities,
            Rows rows,
            IntFunction<byte[]> random,
            BiFunction<LinkToken, Kind, String> installCommand) {
        this.entities = entities;
        this.rows = rows;
        this.random = random;
        this.installCommand = installCommand;
    }

    /**
     * @param name how its hosts are called; by their own names when it is missing
     * @param expiresInSeconds until no host can come any more
     */
    record NewDeviceLink(Optional<NamePattern> name, String kind, Labels labels, int uses, long expiresInSeconds) {
        NewDeviceLink {
            Operators.kindOf(kind);
            if (uses < 1 || uses > Terms.MOST_USES) {
                throw new IllegalArgumentException("a device link is for 1 to " + Terms.MOST_USES + " hosts");
            }
            if (expiresInSeconds < SHORTEST.toSeconds() || expiresInSeconds > LONGEST.toSeconds()) {
                throw new IllegalArgumentException("a device link ends after 1 minute to 7 days");
            }
        }

        Terms terms(Instant now) {
            return new Terms(
                    name.orElse(NamePattern.BY_HOST),
                    Operators.kindOf(kind),
                    labels,
                    uses,
                    now.plusSeconds(expiresInSeconds).truncatedTo(ChronoUnit.MILLIS));
        }
    }

    record Listed(List<DeviceLinkJson> links) {}

    record Tokened(DeviceLinkJson link, String token, String installCommand) {}

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/links", this::list),
                Endpoint.post("/links", NewDeviceLink.class, this::create).takenOnce(),
                Endpoint.post("/links/{id}/revoke", this::revoke).takenOnce());
    }

    private CompletionStage<HttpResponse> list(Call call) {
        return rows.readSettled(() -> Answer.ok(
                new Listed(rows.views().deviceLinks().last(call.caller().workspace(), LISTED).stream()
                        .map(rows::deviceLink)
                        .toList())));
    }

    private CompletionStage<HttpResponse> create(Call call, NewDeviceLink wanted) {
        Caller caller = call.caller();
        LinkToken token = LinkToken.of(DeviceLinkId.of(random.apply(ID_BYTES)), random.apply(TOKEN_BYTES));
        Terms terms = wanted.terms(rows.now());
        return entities.<DeviceLink.Reply>deviceLink(
                        token.link(),
                        replyTo -> new DeviceLink.Command.Make(
                                caller.workspace(), token.text().digest(), terms, caller.member(), replyTo))
                .thenCompose(reply -> done(
                        reply,
                        () -> Answer.json(
                                201,
                                new Tokened(
                                        rows.deviceLink(token.link(), caller),
                                        token.text().reveal(),
                                        installCommand.apply(token, terms.kind())))));
    }

    private CompletionStage<HttpResponse> revoke(Call call) {
        Caller caller = call.caller();
        DeviceLinkId id = call.id("device link", DeviceLinkId::new);
        return entities.<DeviceLink.Reply>deviceLink(
                        id, replyTo -> new DeviceLink.Command.Revoke(caller.workspace(), caller.member(), replyTo))
                .thenCompose(reply -> done(reply, () -> Answer.ok(rows.deviceLink(id, caller))));
    }

    private CompletionStage<HttpResponse> done(DeviceLink.Reply reply, Supplier<HttpResponse> answer) {
        return switch (reply) {
            case DeviceLink.Reply.Done _ -> rows.readSettled(answer);
            case DeviceLink.Reply.UnknownLink _ ->
                throw Problem.notFound("device link").refused();
        };
    }
}
