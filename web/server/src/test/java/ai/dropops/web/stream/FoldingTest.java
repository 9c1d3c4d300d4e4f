package ai.dropops.web.stream;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.persistence.view.ExecutionRow;
import ai.dropops.persistence.view.ExecutionStatus;
import ai.dropops.protocol.action.Volume;
import ai.dropops.protocol.identity.BatchId;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.OperatorId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class FoldingTest {
    private static final int MANY = 300;

    private final Folding folding = new Folding();

    @Test
    void whatIsNotOverIsNotFoldedYet() {
        folding.put(row(0, ExecutionStatus.RUNNING, 0, 1));

        assertThat(folding.hasChanged()).isFalse();
        assertThat(folding.folds(2)).isEqualTo(new Folds(2, 0, 0, null, List.of()));
    }

    @Test
    void aLateAnswerTakesThePlaceOfWhatWasThought() {
        folding.put(row(0, ExecutionStatus.UNKNOWN, 0, 0));
        folding.put(row(1, ExecutionStatus.FINISHED, 0, 7));
        assertThat(folding.folds(2).distinct()).isEqualTo(2);

        folding.put(row(0, ExecutionStatus.FINISHED, 0, 7));

        assertThat(folding.hasChanged()).isTrue();
        Folds folds = folding.folds(2);
        assertThat(folds.distinct()).isEqualTo(1);
        assertThat(folds.folds().getFirst().count()).isEqualTo(2);
        folding.put(row(0, ExecutionStatus.FINISHED, 0, 7));
        assertThat(folding.hasChanged()).isFalse();
    }

    @Test
    void sameOutputWithAnotherExitCodeIsAnotherResult() {
        folding.put(row(0, ExecutionStatus.FINISHED, 0, 7));
        folding.put(row(1, ExecutionStatus.FINISHED, 1, 7));

        assertThat(folding.folds(2).folds()).extracting(Folds.Fold::exitCode).containsExactly(1, 0);
    }

    @Test
    void ofManyDifferentResultsFewAreShownAndTheUsualOneAlways() {
        for (int i = 0; i < MANY; i++) {
            folding.put(row(i, ExecutionStatus.FINISHED, 0, i));
        }
        folding.put(row(MANY, ExecutionStatus.FINISHED, 0, MANY - 1));

        Folds folds = folding.folds(MANY + 1);

        assertThat(folds.distinct()).isEqualTo(MANY);
        assertThat(folds.folds()).hasSize(200);
        assertThat(folds.folds().getLast().count()).isEqualTo(2);
        assertThat(folds.usual())
                .isEqualTo(folds.folds().getLast().hosts().getFirst().executionId());
    }

    private static ExecutionRow row(int index, ExecutionStatus state, int exitCode, int output) {
        boolean finished = state == ExecutionStatus.FINISHED;
        return row(
                index,
                state,
                finished ? exitCode : null,
                finished ? new Volume(1, Digest.of(new byte[] {(byte) output, (byte) (output >> 8)})) : null,
                finished ? Volume.NONE : null,
                "");
    }

    static ExecutionRow row(
            int index,
            ExecutionStatus state,
            @Nullable Integer exitCode,
            @Nullable Volume stdout,
            @Nullable Volume stderr,
            String message) {
        return new ExecutionRow(
                id(index),
                BatchId.of(new byte[16]),
                index,
                OperatorId.of(new byte[16]),
                "host-" + index,
                "slot-" + index,
                state,
                exitCode,
                null,
                null,
                stdout,
                stderr,
                message);
    }

    static ExecutionId id(int index) {
        return new ExecutionId("%064x".formatted(index));
    }
}
