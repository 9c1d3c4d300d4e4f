package ai.dropops.web.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import ai.dropops.persistence.traffic.Counted;
import ai.dropops.persistence.traffic.Traffic;
import ai.dropops.persistence.traffic.TrafficKind;
import ai.dropops.persistence.view.BatchStatus;
import ai.dropops.persistence.view.ExecutionRow;
import ai.dropops.persistence.view.ExecutionStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the API tells of what hosts transmitted, and to whom. */
final class TransmissionsTest {
    private static final String LIST = "/api/v1/transmissions";
    private static final Duration PAUSE = Duration.ofMillis(20);

    @TempDir
    Path temporary;

    private Stage stage;
    private ExecutionRow execution;

    @BeforeEach
    void count() {
        stage = new Stage(temporary);
        var batch = stage.batch("cat /etc/hosts", 2, BatchStatus.COMPLETED, ExecutionStatus.FINISHED);
        execution = stage.executions(batch).getFirst();
        var counted = new Counted(
                Stage.OWNER.workspace(),
                execution.operator(),
                TrafficKind.EXECUTION,
                execution.id(),
                2,
                400,
                900,
                1000L);
        var taken = new AtomicBoolean();
        Traffic.Counter counter = _ -> taken.getAndSet(true) ? List.of() : List.of(counted);
        stage.traffic.add(counter);
        stage.traffic.remove(counter);
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            while (stage.traffic.rows().page(Stage.OWNER.workspace(), 1).isEmpty()) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        });
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void eachExecutionSaysWhatStayedAndWhatLeft() {
        var told = stage.owner().get(LIST).json().path("transmissions");

        assertThat(told).hasSize(1);
        assertThat(told.at("/0/executionId").asText()).isEqualTo(execution.id().value());
        assertThat(told.at("/0/command").asText()).isEqualTo("cat /etc/hosts");
        assertThat(told.at("/0/state").asText()).isEqualTo("FINISHED");
        assertThat(told.at("/0/keptBytes").asLong()).isEqualTo(1000);
        assertThat(told.at("/0/keptShare").asDouble()).isEqualTo(0.6);
        assertThat(stage.owner()
                        .get(LIST + "?operator=" + execution.operator())
                        .json()
                        .path("transmissions"))
                .isEqualTo(told);
        assertThat(stage.owner().get(LIST + "?operator=web").status()).isEqualTo(400);
        assertThat(stage.owner().get(LIST + "?before=here").status()).isEqualTo(400);
    }

    @Test
    void nothingOfItIsToldToAnotherWorkspace() {
        var stranger = stage.stranger();

        assertThat(stranger.get(LIST).json().path("transmissions")).isEmpty();
        assertThat(stranger.get(LIST + "?operator=" + execution.operator())
                        .json()
                        .path("transmissions"))
                .isEmpty();
        assertThat(stranger.get(LIST + "/totals")
                        .json()
                        .path("transmittedBytes")
                        .asLong())
                .isZero();
        assertThat(stranger.get("/api/v1/operators/" + execution.operator() + "/transmissions/totals")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void onlyAnOwnerTakesAlongOrErasesAndOnlyByTheName() {
        assertThat(stage.stranger().get("/api/v1/workspace/export").code()).isEqualTo("owner-only");
        assertThat(stage.owner()
                        .post("/api/v1/workspace/delete", "{\"confirmation\":\"hone\"}")
                        .code())
                .isEqualTo("not-confirmed");
        assertThat(stage.owner().get(LIST).json().path("transmissions")).hasSize(1);
    }
}
