package ai.dropops.persistence.view;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.persistence.schema.Stores;
import ai.dropops.protocol.action.ChainHead;
import ai.dropops.protocol.action.Outcome;
import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.audit.Checkpoint;
import ai.dropops.protocol.audit.HistoryLine;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.VaultId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a control plane keeps of operators' histories, in either store. */
@ParameterizedClass
@EnumSource(Stores.class)
class CheckpointsTest {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
    private static final WorkspaceId HOME = WorkspaceId.of(new byte[16]);
    private static final OperatorId OPERATOR = OperatorId.of(bytes(1));
    private static final VaultId VAULT = VaultId.of(bytes(2));

    private final Stores stores;

    @AutoClose
    private FreshViews fresh;

    private Views views;

    CheckpointsTest(Stores stores) {
        this.stores = stores;
    }

    @BeforeEach
    void open(@TempDir Path folder) {
        fresh = FreshViews.open(stores, folder, Clock.systemUTC());
        views = fresh.views();
    }

    @Test
    void theNewestHeadOfEachHistoryIsSignedOnceAndNeverAnOlderOne() {
        assertThat(witness(NOON, 1, 5, 3)).extracting(CheckpointsTest::number).containsExactly(5L);
        assertThat(witness(NOON.plusSeconds(1), 4)).extracting(Checkpoint::at).containsExactly(NOON);
        assertThat(witness(NOON.plusSeconds(2), 5)).extracting(Checkpoint::at).containsExactly(NOON);
        assertThat(witness(NOON.plusSeconds(3), 9))
                .extracting(CheckpointsTest::number)
                .containsExactly(9L);
        assertThat(views.checkpoints().about(HOME, OPERATOR))
                .filteredOn(HistoryLine.Witnessed.class::isInstance)
                .hasSize(2);
        assertThat(views.checkpoints().about(HOME, OperatorId.of(bytes(7)))).isEmpty();
    }

    @Test
    void theFirstKeyThatIsToldOfAHistoryStays() {
        var first = Bytes.wrap(bytes(3));
        views.checkpoints().begun(HOME, OPERATOR, VAULT, first, NOON);
        views.checkpoints().begun(HOME, OPERATOR, VAULT, Bytes.wrap(bytes(4)), NOON);
        assertThat(views.checkpoints().about(HOME, OPERATOR))
                .containsExactly(new HistoryLine.Start(OPERATOR, VAULT, first));
    }

    private List<Checkpoint> witness(Instant at, long... numbers) {
        List<Receipt.Signed> receipts =
                LongStream.of(numbers).mapToObj(CheckpointsTest::receipt).toList();
        return views.checkpoints().witness(receipts, at, _ -> new byte[64]).stream()
                .map(Checkpoint.Signed::content)
                .toList();
    }

    private static Receipt.Signed receipt(long number) {
        var head = new ChainHead(VAULT, number, Digest.of(bytes((int) number)));
        var execution = ExecutionId.of(Digest.of(bytes((int) number)), OPERATOR, 1);
        return new Receipt(execution, ProposalId.of(new byte[16]), OPERATOR, 1, number, new Outcome.Voided(), head)
                .sign(_ -> new byte[64]);
    }

    private static long number(Checkpoint checkpoint) {
        return checkpoint.head().number();
    }

    private static byte[] bytes(int value) {
        var bytes = new byte[16];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
