package ai.dropops.persistence.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.persistence.schema.Database;
import ai.dropops.persistence.schema.FreshDatabase;
import ai.dropops.persistence.schema.Stores;
import ai.dropops.persistence.view.ExecutionStatus;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What counters count, added up and read again. */
@ParameterizedClass
@EnumSource(Stores.class)
class TrafficTest {
    private static final WorkspaceId HOME = WorkspaceId.of(bytes(1));
    private static final WorkspaceId ELSEWHERE = WorkspaceId.of(bytes(9));
    private static final OperatorId WEB = OperatorId.of(bytes(2));
    private static final OperatorId OTHER = OperatorId.of(bytes(3));
    private static final ProposalId PROPOSAL = ProposalId.of(bytes(4));
    private static final ExecutionId RUN = new ExecutionId("ab".repeat(32));
    private static final ExecutionId LATER = new ExecutionId("cd".repeat(32));
    /** Nothing is written before the end but by what asks for it. */
    private static final TrafficSettings SELDOM = new TrafficSettings(Duration.ofHours(1), 1);

    private final Stores stores;

    @AutoClose
    private FreshDatabase fresh;

    private Database database;
    private Traffic traffic;

    TrafficTest(Stores stores) {
        this.stores = stores;
    }

    @BeforeEach
    void open(@TempDir Path folder) {
        fresh = FreshDatabase.open(stores, folder);
        database = fresh.database();
        traffic = Traffic.open(database, SELDOM, Clock.systemUTC());
        database.transact(connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute("INSERT INTO proposal (id, workspace, sealed) VALUES ('%s', '%s', '')"
                        .formatted(PROPOSAL, HOME));
                execution(statement, 0, RUN);
                execution(statement, 1, LATER);
            }
            return null;
        });
    }

    private static void execution(Statement statement, int place, ExecutionId id) throws SQLException {
        statement.execute(
                "INSERT INTO execution (proposal, place, id, operator, operator_key, wave, params, hostname, name, state)"
                        + " VALUES ('%s', %d, '%s', '%s', '', 0, '', 'web-1.example', 'web-1', 'FINISHED')"
                                .formatted(PROPOSAL, place, id, WEB));
    }

    @AfterEach
    void close() {
        traffic.close();
    }

    @Test
    void whatIsCountedIsAddedUpByOperatorAndKind() {
        write(
                counted(WEB, TrafficKind.HEARTBEAT, null, 1, 300, 0, null),
                counted(WEB, TrafficKind.EXECUTION, RUN, 2, 400, 900, 1024L));
        write(
                counted(WEB, TrafficKind.HEARTBEAT, null, 2, 600, 0, null),
                counted(WEB, TrafficKind.OUTPUT, RUN, 1, 1100, 60, null),
                counted(OTHER, TrafficKind.HEARTBEAT, null, 1, 1, 2, null));

        assertThat(rows().sums(HOME))
                .containsExactly(
                        new TrafficSum(TrafficKind.EXECUTION, 2, 400, 900, 1024),
                        new TrafficSum(TrafficKind.HEARTBEAT, 4, 901, 2, 0),
                        new TrafficSum(TrafficKind.OUTPUT, 1, 1100, 60, 0));
        assertThat(rows().sums(HOME, OTHER)).containsExactly(new TrafficSum(TrafficKind.HEARTBEAT, 1, 1, 2, 0));
        assertThat(rows().page(HOME, 10)).singleElement().satisfies(one -> {
            assertThat(one.kept()).isEqualTo(1024);
            assertThat(one.told()).isEqualTo(400);
            assertThat(one.shown()).isEqualTo(1100);
            assertThat(one.name()).isEqualTo("web-1");
            assertThat(one.state()).isEqualTo(ExecutionStatus.FINISHED);
            assertThat(one.exitCode()).isNull();
            assertThat(one.proposal()).isEqualTo(PROPOSAL);
        });
    }

    @Test
    void aReceiptThatComesTwiceIsKeptOnce() {
        write(counted(WEB, TrafficKind.EXECUTION, RUN, 1, 300, 0, 500L));
        write(counted(WEB, TrafficKind.EXECUTION, RUN, 1, 300, 0, 500L));

        assertThat(rows().sums(HOME)).containsExactly(new TrafficSum(TrafficKind.EXECUTION, 2, 600, 0, 500));
        assertThat(rows().page(HOME, 10))
                .singleElement()
                .satisfies(one -> assertThat(one.kept()).isEqualTo(500));
    }

    @Test
    void nothingOfAnotherWorkspaceIsToldNorOfExecutionsThatAreNotThoseOfTheOperator() {
        write(
                new Counted(ELSEWHERE, OTHER, TrafficKind.EXECUTION, RUN, 1, 300, 0, 1L),
                counted(OTHER, TrafficKind.EXECUTION, LATER, 1, 300, 0, 1L));

        assertThat(rows().page(ELSEWHERE, 10)).isEmpty();
        assertThat(rows().page(HOME, 10)).isEmpty();
        assertThat(rows().sums(ELSEWHERE, WEB)).isEmpty();
        assertThat(rows().sums(ELSEWHERE)).hasSize(1);
    }

    @Test
    void pagesFollowEachOtherTheNewestFirst() {
        write(
                counted(WEB, TrafficKind.EXECUTION, RUN, 1, 1, 0, 1L),
                counted(WEB, TrafficKind.EXECUTION, LATER, 1, 1, 0, 1L));

        var first = rows().page(HOME, 1);
        var cursor = TrafficRows.Cursor.parse(
                TrafficRows.Cursor.after(first.getFirst()).toString());
        var second = rows().page(HOME, cursor, 1);
        assertThat(first.getFirst().execution()).isEqualTo(LATER);
        assertThat(second.getFirst().execution()).isEqualTo(RUN);
        assertThat(rows().page(HOME, WEB, 1)).isEqualTo(first);
        assertThat(rows().page(HOME, WEB, cursor, 1)).isEqualTo(second);
        assertThat(rows().page(HOME, OTHER, 10)).isEmpty();
        assertThat(rows().since(HOME, Instant.EPOCH, 10)).hasSize(2);
        assertThat(rows().since(HOME, first.getFirst().at(), 10)).isEmpty();
    }

    @Test
    void whatWasCountedUntilTheEndIsWritten() {
        traffic.add(idle -> idle ? List.of(counted(WEB, TrafficKind.HEARTBEAT, null, 1, 7, 0, null)) : List.of());
        traffic.close();

        assertThat(rows().sums(HOME)).containsExactly(new TrafficSum(TrafficKind.HEARTBEAT, 1, 7, 0, 0));
    }

    private TrafficRows rows() {
        return traffic.rows();
    }

    private void write(Counted... counted) {
        database.transact(connection -> {
            TrafficRows.add(connection, List.of(counted), Instant.now());
            return null;
        });
    }

    private static Counted counted(
            OperatorId operator,
            TrafficKind kind,
            @Nullable ExecutionId execution,
            long frames,
            long up,
            long down,
            @Nullable Long kept) {
        return new Counted(HOME, operator, kind, execution, frames, up, down, kept);
    }

    private static byte[] bytes(int last) {
        var bytes = new byte[16];
        bytes[15] = (byte) last;
        return bytes;
    }
}
