package ai.dropops.persistence.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.persistence.schema.Stores;
import ai.dropops.persistence.view.FreshViews;
import ai.dropops.protocol.action.Account;
import ai.dropops.protocol.action.ChainHead;
import ai.dropops.protocol.action.Excerpt;
import ai.dropops.protocol.action.Outcome;
import ai.dropops.protocol.action.Output;
import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.action.Volume;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.VaultId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Outputs that were handed over, as long as they may be kept. */
@ParameterizedClass
@EnumSource(Stores.class)
class RecordsTest {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
    private static final WorkspaceId HOME = WorkspaceId.of(bytes(1));
    private static final OperatorId WEB = OperatorId.of(bytes(2));
    private static final OperatorId OTHER = OperatorId.of(bytes(3));
    private static final ProposalId PROPOSAL = ProposalId.of(bytes(4));
    private static final String TEXT = "port 80 is open\n";

    private final Stores stores;
    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final Clock clock = new Moved();

    @AutoClose
    private FreshViews fresh;

    private Records records;

    RecordsTest(Stores stores) {
        this.stores = stores;
    }

    /** A clock the test sets. */
    private final class Moved extends Clock {
        @Override
        public Instant instant() {
            return now.get();
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @BeforeEach
    void open(@TempDir Path folder) {
        fresh = FreshViews.open(stores, folder, clock);
        var settings = new RecordSettings(Duration.ofDays(30), 200_000, Duration.ofHours(1));
        records = Records.open(fresh.database(), fresh.keys(), fresh.views(), settings, clock);
    }

    @AfterEach
    void close() {
        records.close();
    }

    @Test
    void whatFitsItsReceiptIsKeptOnceAndFoundAsItWas() {
        Excerpt output = excerpt(TEXT);
        receipt(1, finished(TEXT));

        assertThat(records.keep(HOME, WEB, execution(1), output)).isTrue();
        assertThat(records.keep(HOME, WEB, execution(1), output)).isTrue();

        assertThat(records.find(WEB, execution(1))).contains(new Found.Here(output));
        assertThat(records.count(HOME, PROPOSAL)).isEqualTo(new RecordCount(1, 0));
        assertThat(sealed())
                .hasSize(1)
                .allSatisfy(bytes -> assertThat(new String(bytes, UTF_8)).doesNotContain("port", "open"));
    }

    @Test
    void whatNoReceiptTellsOfIsRefused() {
        receipt(1, finished(TEXT));
        receipt(2, new Outcome.StillRunning(NOON));

        assertThat(records.keep(HOME, WEB, execution(1), excerpt(TEXT.replace('8', '9'))))
                .as("another text of the same size")
                .isFalse();
        assertThat(records.keep(HOME, WEB, execution(1), excerpt(TEXT + TEXT))).isFalse();
        assertThat(records.keep(HOME, OTHER, execution(1), excerpt(TEXT))).isFalse();
        assertThat(records.keep(HOME, WEB, execution(2), excerpt(TEXT))).isFalse();
        assertThat(records.keep(HOME, WEB, execution(3), excerpt(TEXT))).isFalse();

        assertThat(records.find(WEB, execution(1))).isEmpty();
        assertThat(sealed()).isEmpty();
    }

    @Test
    void whatIsTooOldIsDeletedAndWhatIsThereSaysSo() {
        receipt(1, finished(TEXT));
        receipt(2, finished(TEXT));
        records.keep(HOME, WEB, execution(1), excerpt(TEXT));
        now.set(NOON.plus(Duration.ofDays(29)));
        records.keep(HOME, WEB, execution(2), excerpt(TEXT));
        records.prune();
        assertThat(records.count(HOME, PROPOSAL)).isEqualTo(new RecordCount(2, 0));

        now.set(NOON.plus(Duration.ofDays(30)).plusMillis(1));
        records.prune();

        assertThat(records.find(WEB, execution(1))).contains(new Found.Over());
        assertThat(records.find(WEB, execution(2))).contains(new Found.Here(excerpt(TEXT)));
        assertThat(records.count(HOME, PROPOSAL)).isEqualTo(new RecordCount(1, 1));
        assertThat(records.keep(HOME, WEB, execution(1), excerpt(TEXT)))
                .as("it is not kept anew")
                .isTrue();
        assertThat(records.find(WEB, execution(1))).contains(new Found.Over());
    }

    @Test
    void theOldestMakeRoomForTheNew() {
        for (int number = 1; number <= 3; number++) {
            String large = incompressible(Excerpt.LIMIT, number);
            receipt(number, finished(large));
            now.set(NOON.plusSeconds(number));
            assertThat(records.keep(HOME, WEB, execution(number), excerpt(large)))
                    .isTrue();
        }
        records.prune();

        assertThat(records.find(WEB, execution(1))).contains(new Found.Over());
        assertThat(records.find(WEB, execution(3))).containsInstanceOf(Found.Here.class);
        assertThat(sealed().stream().mapToLong(each -> each.length).sum()).isLessThanOrEqualTo(200_000);
    }

    private List<byte[]> sealed() {
        return fresh.database().with(connection -> {
            var found = new ArrayList<byte[]>();
            try (var query = connection.prepareStatement("SELECT sealed FROM record WHERE sealed IS NOT NULL");
                    var rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getBytes(1));
                }
            }
            return found;
        });
    }

    private void receipt(int number, Outcome outcome) {
        var account = new Account(execution(number), PROPOSAL, WEB, 1, outcome);
        var head = new ChainHead(VaultId.of(bytes(7)), number, Digest.of(new byte[0]));
        Receipt.Signed signed = Receipt.of(account, number, head).sign(_ -> new byte[64]);
        fresh.views().receipts().keep(List.of(signed), NOON);
    }

    private static Outcome finished(String text) {
        var stdout = new Volume(text.getBytes(UTF_8).length, Digest.of(text.getBytes(UTF_8)));
        return new Outcome.Finished(0, false, NOON, NOON, Output.plain(stdout), Output.NONE);
    }

    private static Excerpt excerpt(String text) {
        Bytes bytes = Bytes.wrap(text.getBytes(UTF_8));
        return new Excerpt(new Excerpt.Kept(bytes.size(), bytes, Bytes.EMPTY), Excerpt.Kept.NOTHING);
    }

    private static String incompressible(int size, int seed) {
        var text = new StringBuilder();
        new Random(seed).ints(size, ' ', '~').forEach(sign -> text.append((char) sign));
        return text.toString();
    }

    private static ExecutionId execution(int number) {
        return new ExecutionId("%064x".formatted(number));
    }

    private static byte[] bytes(int last) {
        var bytes = new byte[16];
        bytes[15] = (byte) last;
        return bytes;
    }
}
