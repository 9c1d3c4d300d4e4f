package ai.dropops.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.persistence.view.BatchStatus;
import ai.dropops.persistence.view.ExecutionStatus;
import ai.dropops.protocol.identity.BatchId;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a workspace tells those who follow it, and until when. */
final class WorkspaceEventsTest {
    @TempDir
    static Path temporary;

    private static Stage stage;
    private static Browser owner;

    @BeforeAll
    static void open() {
        stage = new Stage(temporary);
        owner = stage.owner();
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @Test
    void aWorkspaceTellsWhatChangesInIt() {
        try (var events = Events.open(owner.request("/api/v1/events"));
                var returned = Events.open(owner.with("Last-Event-ID", "seen").request("/api/v1/events"));
                var foreign = Events.open(
                        stage.stranger().with("Last-Event-ID", "seen").request("/api/v1/events"))) {
            assertThat(returned.next().orElseThrow().name()).isEqualTo("resync");
            BatchId batch = changeUntilTold(events);
            assertThat(returned.until(event -> event.name().equals("batch"))
                            .getLast()
                            .data()
                            .path("id")
                            .asText())
                    .isEqualTo(batch.value());
            assertThat(foreign.next().orElseThrow().name()).isEqualTo("resync");
        }
    }

    @Test
    void whatASignInOpenedEndsWithIt() {
        var leaving = stage.owner();
        BatchId batch = stage.batch("sleep", 1, BatchStatus.RUNNING, ExecutionStatus.WAITING);
        try (var workspace = Events.open(leaving.request("/api/v1/events"));
                var following = Events.open(leaving.request("/api/v1/batches/" + batch + "/events"))) {
            assertThat(following.next()).isPresent();

            leaving.post("/api/v1/sign-out");

            assertThat(following.next()).isEmpty();
            assertThat(workspace.next()).isEmpty();
        }
    }

    private static BatchId changeUntilTold(Events events) {
        BatchId batch = stage.batch("echo", 1, BatchStatus.RUNNING, ExecutionStatus.RUNNING);
        var told = events.until(event -> event.data().path("id").asText().equals(batch.value()));
        assertThat(told.getLast().name()).isEqualTo("batch");
        return batch;
    }
}
