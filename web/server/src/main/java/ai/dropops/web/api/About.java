package ai.dropops.web.api;

import ai.dropops.persistence.view.MemberRow;
import ai.dropops.persistence.view.OperatorStatus;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.SessionId;
import ai.dropops.protocol.identity.WorkspaceId;
import ai.dropops.web.auth.Answer;
import ai.dropops.web.auth.Call;
import ai.dropops.web.auth.Caller;
import ai.dropops.web.auth.Endpoint;
import ai.dropops.web.auth.Problem;
import ai.dropops.web.auth.SignIns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** The control plane, its caller and its interface, about themselves. */
public final class About {
    /**
     * What stays the same while the process runs.
     *
     * @param operatorEndpoint what operators dial
     */
    public record Server(String version, Instant startedAt, String operatorEndpoint, String workspaceName) {}

    record Member(MemberId id, String name, String role) {}

    record Workspace(WorkspaceId id, String name) {}

    record Session(SessionId id) {}

    record Me(Member member, Workspace workspace, Session session, Optional<String> csrfToken, String version) {}

    record Fleet(int total, Map<OperatorStatus, Integer> byStatus) {}

    record Status(
            String version,
            Instant startedAt,
            Fleet operators,
            int pendingApprovals,
            int runningBatches,
            String operatorEndpoint) {}

    private final Rows rows;
    private final Server server;
    private final byte[] document;

    public About(Rows rows, Server server) {
        this.rows = rows;
        this.server = server;
        this.document = document();
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/me", this::me),
                Endpoint.get("/status", this::status),
                Endpoint.get("/openapi.json", this::openApi).open());
    }

    private CompletionStage<HttpResponse> me(Call call) {
        Caller caller = call.caller();
        return rows.read(() -> {
            MemberRow member = rows.views()
                    .members()
                    .find(caller.workspace(), caller.member())
                    .orElseThrow(() -> Problem.notFound("member").refused());
            return Answer.ok(new Me(
                    new Member(member.id(), member.name(), member.role().name().toLowerCase(Locale.ROOT)),
                    new Workspace(caller.workspace(), server.workspaceName()),
                    new Session(caller.session()),
                    call.signIn().map(token -> SignIns.csrfToken(token).reveal()),
                    server.version()));
        });
    }

    private CompletionStage<HttpResponse> status(Call call) {
        WorkspaceId workspace = call.caller().workspace();
        return rows.read(() -> {
            var views = rows.views();
            return Answer.ok(new Status(
                    server.version(),
                    server.startedAt(),
                    fleet(views.operators().counts(workspace)),
                    views.approvals().countPending(workspace),
                    views.batches().countRunning(workspace),
                    server.operatorEndpoint()));
        });
    }

    private static Fleet fleet(Map<OperatorStatus, Integer> counted) {
        var byStatus = new EnumMap<OperatorStatus, Integer>(OperatorStatus.class);
        for (OperatorStatus status : OperatorStatus.values()) {
            byStatus.put(status, counted.getOrDefault(status, 0));
        }
        return new Fleet(byStatus.values().stream().mapToInt(Integer::intValue).sum(), byStatus);
    }

    private CompletionStage<HttpResponse> openApi(Call call) {
        return CompletableFuture.completedStage(
                HttpResponse.create().withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, document)));
    }

    private static byte[] document() {
        try (var in = About.class.getResourceAsStream("openapi.json")) {
            return Objects.requireNonNull(in, "openapi.json").readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
