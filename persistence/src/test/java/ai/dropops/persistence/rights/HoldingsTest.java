package ai.dropops.persistence.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.dropops.persistence.record.RecordSettings;
import ai.dropops.persistence.record.Records;
import ai.dropops.persistence.rights.Holdings.Place;
import ai.dropops.persistence.schema.Database;
import ai.dropops.persistence.schema.Stores;
import ai.dropops.persistence.secrets.WorkspaceKeys;
import ai.dropops.persistence.view.FreshViews;
import ai.dropops.persistence.view.MemberRow;
import ai.dropops.persistence.view.Members;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.SessionId;
import ai.dropops.protocol.identity.WorkspaceId;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is kept of a workspace, table by table. */
@ParameterizedClass
@EnumSource(Stores.class)
class HoldingsTest {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final WorkspaceId HOME = WorkspaceId.of(bytes(1));
    private static final WorkspaceId OTHER = WorkspaceId.of(bytes(2));
    /** Tables of the control plane itself; `event_tag` goes with its event. */
    private static final Set<String> OF_NOBODY =
            Set.of("migration", "node", "taken_request", "tombstone", "event_tag", "sqlite_sequence");

    private final Stores stores;

    @AutoClose
    private FreshViews fresh;

    private Database database;
    private WorkspaceKeys keys;
    private Records records;
    private Holdings holdings;

    HoldingsTest(Stores stores) {
        this.stores = stores;
    }

    @BeforeEach
    void open(@TempDir Path folder) {
        fresh = FreshViews.open(stores, folder, Clock.systemUTC());
        database = fresh.database();
        keys = fresh.keys();
        var views = fresh.views();
        records = Records.open(database, keys, views, RecordSettings.from(ConfigFactory.load()), Clock.systemUTC());
        holdings = new Holdings(database, keys, views, records);
        var owner = new MemberRow(MemberId.of(bytes(3)), HOME, "ada", MemberRow.Role.OWNER, SessionId.of(bytes(4)));
        var _ = views.members().home(() -> new Members.Home(HOME, "home", owner), NOW);
    }

    @AfterEach
    void close() {
        records.close();
    }

    @Test
    void everyTableIsSomebodysOrNobodys() {
        Set<String> known = Holding.ALL.stream().map(Holding::table).collect(Collectors.toCollection(TreeSet::new));
        known.addAll(OF_NOBODY);
        assertThat(tables()).hasSizeGreaterThan(20).isSubsetOf(known);
    }

    @Test
    void whatIsErasedIsGoneAndItsKeyWithItAndWhatIsOfOthersStays() {
        var sealed = keys.seal(HOME, "x", Bytes.wrap(new byte[] {1}));
        var foreign = keys.seal(OTHER, "x", Bytes.wrap(new byte[] {2}));
        event("operator|" + "nobody");
        event("workspace|" + HOME);
        assertThat(all(HOME).stream().map(row -> row.path("table").asText()))
                .containsExactlyInAnyOrder("event_journal", "secret", "member", "workspace");

        assertThat(holdings.erase(HOME, NOW)).isEqualTo(4);

        assertThat(all(HOME)).isEmpty();
        assertThat(count("SELECT COUNT(*) FROM event_journal")).isEqualTo(1);
        assertThat(count("SELECT erased_rows FROM tombstone WHERE workspace = '" + HOME + "'"))
                .isEqualTo(4);
        assertThatIllegalArgumentException().isThrownBy(() -> keys.open(HOME, "x", sealed));
        assertThat(keys.open(OTHER, "x", foreign).array()).containsExactly(2);
    }

    @Test
    void whatIsWrittenAfterwardsIsSweptAway() {
        holdings.erase(HOME, NOW);
        execute("INSERT INTO target_group (workspace, name, targets) VALUES ('" + HOME + "', 'late', 'all')");
        execute("INSERT INTO target_group (workspace, name, targets) VALUES ('" + OTHER + "', 'other', 'all')");

        holdings.sweep(NOW);

        assertThat(count("SELECT COUNT(*) FROM target_group")).isEqualTo(1);
    }

    @Test
    void whatNoRowLeadsToAnyMoreIsSweptAwayToo() {
        event("operator|of-others");
        event("operator|late");
        holdings.erase(HOME, NOW);
        execute("UPDATE event_journal SET sequence_number = 7 WHERE persistence_id = 'operator|late'");
        execute("INSERT INTO history_start (operator, vault, start, told_at) VALUES ('late', 'v', '', 0)");

        holdings.sweep(NOW);

        assertThat(count("SELECT COUNT(*) FROM history_start")).isZero();
        assertThat(count("SELECT COUNT(*) FROM event_journal")).isEqualTo(1);
        assertThat(count("SELECT COUNT(*) FROM event_journal WHERE persistence_id = 'operator|of-others'"))
                .isEqualTo(1);
    }

    private List<ObjectNode> all(WorkspaceId workspace) {
        var rows = new ArrayList<ObjectNode>();
        for (Place place = Place.START; !place.isEnd(); ) {
            var page = holdings.page(workspace, place, 1);
            rows.addAll(page.rows());
            place = page.next();
        }
        return rows;
    }

    private Set<String> tables() {
        return database.with(connection -> {
            var names = new TreeSet<String>();
            var metadata = connection.getMetaData();
            try (var rows = metadata.getTables(null, connection.getSchema(), "%", new String[] {"TABLE"})) {
                while (rows.next()) {
                    names.add(rows.getString("TABLE_NAME"));
                }
            }
            return names;
        });
    }

    private void event(String entity) {
        execute("""
                INSERT INTO event_journal (persistence_id, sequence_number, writer, write_timestamp, adapter_manifest,
                  event_payload, event_ser_id, event_ser_manifest) VALUES ('%s', 1, '', 0, '', '', 0, '')
                """.formatted(entity));
    }

    private void execute(String sql) {
        database.with(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    private long count(String sql) {
        return database.<Long>with(connection -> first(connection.prepareStatement(sql)));
    }

    private static long first(PreparedStatement query) throws SQLException {
        try (query;
                var rows = query.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static byte[] bytes(int last) {
        var bytes = new byte[16];
        bytes[15] = (byte) last;
        return bytes;
    }
}
