package ai.dropops.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.persistence.view.ApprovalRow;
import ai.dropops.persistence.view.ApprovalStatus;
import ai.dropops.persistence.view.BatchStatus;
import ai.dropops.persistence.view.ExecutionStatus;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.ProposalId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people read about a question, and what was said to it. */
final class ApprovalsTest {
    private static final MemberId ADA = MemberId.of(new byte[16]);

    @TempDir
    Path temporary;

    private Stage stage;
    private ProposalId id;

    @BeforeEach
    void open() {
        stage = new Stage(temporary);
        id = stage.batch("cat /etc/hosts", 1, BatchStatus.WAITING, ExecutionStatus.WAITING)
                .proposal();
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void aQuestionShowsItsEffectsItsProfileAndItsReasons() {
        var shown = stage.owner().get("/api/v1/approvals/" + id).json();

        assertThat(shown.path("effects")).extracting(it -> it.asText()).containsExactly("reads /etc/hosts");
        assertThat(shown.path("reasons")).extracting(it -> it.asText()).containsExactly("only reads");
        assertThat(shown.path("profile").asText()).isEqualTo("look");
        assertThat(shown.path("reason").asText()).isEqualTo("to look");
        assertThat(shown.path("diff").isNull()).isTrue();
        assertThat(shown.path("quorum").asInt()).isEqualTo(1);
    }

    @Test
    void aDenialShowsItsFeedbackAndWhoSaidItFromWhere() {
        var row = stage.views.approvals().find(Stage.OWNER.workspace(), id).orElseThrow();
        stage.views.writer().write(group -> group.add(denied(row)));
        stage.views.flushed().toCompletableFuture().join();

        var shown = stage.owner().get("/api/v1/approvals/" + id).json();

        assertThat(shown.path("feedback").asText()).isEqualTo("use the other one");
        assertThat(shown.path("votes")).hasSize(1).first().satisfies(vote -> {
            assertThat(vote.path("answer").asText()).isEqualTo("NO");
            assertThat(vote.path("address").asText()).isEqualTo("192.0.2.7");
            assertThat(vote.path("by").path("id").asText()).isEqualTo(ADA.value());
        });
    }

    @Test
    void itDoesNotExistForAnotherWorkspace() {
        assertThat(stage.stranger().get("/api/v1/approvals/" + id).status()).isEqualTo(404);
    }

    private ApprovalRow denied(ApprovalRow row) {
        return new ApprovalRow(
                row.id(),
                row.workspace(),
                row.sequence() + 1,
                row.session(),
                ApprovalStatus.DENIED,
                row.digest(),
                row.targetCount(),
                row.strategy(),
                row.limits(),
                row.risk(),
                row.quorum(),
                row.requesterMayApprove(),
                row.requestedBy(),
                row.requestedFrom(),
                row.requestedAt(),
                row.expiresAt(),
                List.of(new ApprovalRow.Vote(ADA, false, Instant.EPOCH, "192.0.2.7")),
                ADA,
                Instant.EPOCH,
                false,
                stage.views.texts().seal(row.workspace(), id + "/feedback", "use the other one"),
                true);
    }
}
