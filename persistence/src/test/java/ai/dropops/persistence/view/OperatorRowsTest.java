package ai.dropops.persistence.view;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.persistence.schema.Stores;
import ai.dropops.persistence.view.OperatorRow.Pulse;
import ai.dropops.protocol.guard.HostFacts.Kind;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.SessionId;
import ai.dropops.protocol.identity.WorkspaceId;
import ai.dropops.protocol.wire.Metrics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Operators' rows and their heartbeats, written and read again. */
@ParameterizedClass
@EnumSource(Stores.class)
class OperatorRowsTest {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
    private static final WorkspaceId HOME = WorkspaceId.of(new byte[16]);
    private static final WorkspaceId ELSEWHERE = WorkspaceId.of(bytes(9));
    private static final SessionId SESSION = SessionId.of(bytes(5));
    private static final Metrics METRICS = new Metrics(3.5, 41, 17, 840, 2048, 6.8, 40, 0.08, 86_400, 1.2);

    private final Stores stores;

    @AutoClose
    private FreshViews fresh;

    private Views views;

    OperatorRowsTest(Stores stores) {
        this.stores = stores;
    }

    @BeforeEach
    void open(@TempDir Path folder) {
        fresh = FreshViews.open(stores, folder, Clock.fixed(NOON, ZoneOffset.UTC));
        views = fresh.views();
    }

    @Test
    void aHeartbeatMakesAnEnrolledOperatorActiveAndSixtySilentSecondsOffline() {
        write(row(1, null), new Pulse(true, NOON, null, METRICS));
        write(row(2, null), new Pulse(true, NOON.minusSeconds(60), null, METRICS));
        write(row(3, SESSION), new Pulse(true, NOON.minusSeconds(59), null, METRICS));
        write(row(4, SESSION), new Pulse(false, NOON.minusSeconds(61), null, METRICS));

        assertThat(views.operators().counts(HOME))
                .isEqualTo(Map.of(
                        OperatorStatus.ACTIVE, 1,
                        OperatorStatus.OFFLINE, 1,
                        OperatorStatus.BOUND, 1,
                        OperatorStatus.STALE, 1));
    }

    @Test
    void whatALaterHeartbeatLeavesOutStaysAsItWas() {
        write(row(1, null), new Pulse(true, NOON.minusSeconds(30), null, METRICS));
        write(row(1, null), new Pulse(true, NOON, null, null));

        Pulse pulse = views.operators().find(HOME, operator(1)).orElseThrow().pulse();
        assertThat(pulse.metrics()).isEqualTo(METRICS);
        assertThat(pulse.beatAt()).isEqualTo(NOON);
    }

    @Test
    void anOlderRowDoesNotReplaceANewerOne() {
        OperatorRow newer = row(1, SESSION);
        write(newer, Pulse.NONE);
        write(withSequence(row(1, null), newer.sequence() - 1), Pulse.NONE);

        assertThat(views.operators().find(HOME, operator(1)).orElseThrow().boundSession())
                .isEqualTo(SESSION);
    }

    @Test
    void anotherWorkspaceSeesNothing() {
        write(row(1, SESSION), new Pulse(true, NOON, null, METRICS));

        assertThat(views.operators().find(ELSEWHERE, operator(1))).isEmpty();
        assertThat(views.operators().bound(ELSEWHERE, SESSION)).isEmpty();
        assertThat(views.operators().meant(ELSEWHERE, "host-1")).isEmpty();
        assertThat(views.operators().counts(ELSEWHERE)).isEmpty();
    }

    @Test
    void aHostIsMeantByItsNameNumberAndIdAndNothingElse() {
        write(row(1, SESSION), Pulse.NONE);
        write(row(12, SESSION), Pulse.NONE);

        for (String word : List.of("host-1", "slot-1", "1", operator(1).value())) {
            assertThat(views.operators().meant(HOME, word))
                    .as(word)
                    .extracting(Host::number)
                    .containsExactly(1);
        }
        assertThat(views.operators().meant(HOME, "01")).isEmpty();
        assertThat(views.operators().meant(HOME, "host")).isEmpty();
        assertThat(views.operators().meant(HOME, "1 OR 1")).isEmpty();
    }

    @Test
    void heartbeatsShareACommitAndWhoeverWaitsIsNotHeldUpByThem() throws Exception {
        var commits = new ArrayList<List<Change>>();
        var told = new CountDownLatch(1);
        try (var _ = views.writer().listen(changes -> {
            commits.add(changes);
            told.countDown();
        })) {
            for (int i = 1; i <= 50; i++) {
                OperatorId operator = operator(i);
                views.writer().write(group -> group.add(HOME, operator, new Pulse(true, NOON, null, METRICS)));
            }
            assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
            views.flushed().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
        assertThat(commits.stream().mapToInt(List::size).sum()).isEqualTo(50);
        assertThat(commits).hasSizeLessThan(10);
    }

    private void write(OperatorRow row, Pulse pulse) {
        views.writer().write(group -> group.add(row));
        views.writer().write(group -> group.add(HOME, row.id(), pulse));
        views.flushed().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static OperatorRow row(int number, @Nullable SessionId bound) {
        return new OperatorRow(
                operator(number),
                HOME,
                10,
                number,
                "slot-" + number,
                Kind.SOLO,
                NOON.minus(Duration.ofDays(1)),
                true,
                false,
                false,
                "host-" + number,
                Digest.of(new byte[] {(byte) number}),
                NOON.minus(Duration.ofHours(1)),
                bound,
                Labels.of(Map.of("role", "web")),
                List.of(),
                Pulse.NONE);
    }

    private static OperatorRow withSequence(OperatorRow row, long sequence) {
        return new OperatorRow(
                row.id(),
                row.workspace(),
                sequence,
                row.number(),
                row.name(),
                row.kind(),
                row.createdAt(),
                row.keyActive(),
                row.stopped(),
                row.quarantined(),
                row.hostname(),
                row.receiptKey(),
                row.enrolledAt(),
                row.boundSession(),
                row.labels(),
                row.alarms(),
                row.pulse());
    }

    private static OperatorId operator(int number) {
        return OperatorId.of(bytes(number));
    }

    private static byte[] bytes(int last) {
        var bytes = new byte[16];
        bytes[15] = (byte) last;
        return bytes;
    }
}
