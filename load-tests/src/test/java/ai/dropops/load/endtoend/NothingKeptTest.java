package ai.dropops.load.endtoend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.load.stage.Await;
import ai.dropops.load.stage.Cli;
import ai.dropops.load.stage.ControlPlane;
import ai.dropops.load.stage.EventStream.Event;
import ai.dropops.load.stage.Nodes;
import ai.dropops.load.stage.Person;
import ai.dropops.load.stage.Person.Asked;
import ai.dropops.load.stage.RealOperator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A day in small of a control plane on PostgreSQL, then a look for what hosts printed: in every column of every table, in what
 * its owner can have opened of it, in the database's own files, in logs and in temporary files.
 */
final class NothingKeptTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LEAST_TABLES = 20;
    private static final int LEAST_COLUMNS = 1000;
    private static final int LEAST_FILES = 100;
    /** Longer than a record keeps whole. */
    private static final int LONG = 120_000;

    @TempDir
    static Path temporary;

    private static Nodes nodes;
    private static ControlPlane plane;
    private static RealOperator keeping;
    private static RealOperator bare;
    private static Person person;
    private static Cli cli;
    private static Day ofKeeping;
    private static Day ofBare;

    /** What one host printed, a word for each way of printing it; and what an approved change showed. */
    private record Day(Map<String, Search> printed, Map<String, Search> approved) {
        static Day begin() {
            return new Day(new LinkedHashMap<>(), new LinkedHashMap<>());
        }

        String prints(String way) {
            return word(printed, way);
        }

        String shows(String way) {
            return word(approved, way);
        }

        private static String word(Map<String, Search> words, String way) {
            var word = new StringBuilder();
            new Random().ints(14, 'a', 'z' + 1).forEach(letter -> word.append((char) letter));
            words.put(way, new Search(word.toString()));
            return word.toString();
        }
    }

    @BeforeAll
    static void aDayPasses() throws Exception {
        Path folder = temporary.toRealPath();
        Path own = Files.createDirectory(folder.resolve("plane-tmp"));
        nodes = Nodes.on(folder);
        plane = nodes.add(
                "127.0.0.1",
                nodes.database().url(),
                setup -> setup.withJvm("-XX:+UseSerialGC", "-Djava.io.tmpdir=" + own));
        keeping = RealOperator.enrol(plane, "web-1", Files.createDirectory(folder.resolve("web-1")));
        bare = RealOperator.enrol(
                plane, "bare-1", Files.createDirectory(folder.resolve("bare-1")), "--no-local-storage");
        person = new Person(plane.api());
        cli = new Cli(plane.setup().data());
        person.binds(keeping.id());
        person.binds(bare.id());
        ofKeeping = day("web-1", Files.createDirectory(folder.resolve("srv-web")));
        ofBare = day("bare-1", Files.createDirectory(folder.resolve("srv-bare")));
        try (Connection database = nodes.database().connect()) {
            Await.until(
                    "everything bare-1 ran is handed over",
                    () -> count(database, "record", bare.id()) == count(database, "receipt", bare.id()));
            assertThat(count(database, "record", bare.id())).isGreaterThanOrEqualTo(10);
            assertThat(count(database, "record", keeping.id())).isZero();
        }
    }

    @AfterAll
    static void stop() {
        keeping.close();
        bare.close();
        nodes.close();
    }

    @Test
    void nothingOfWhatAHostPrintedIsKept() throws Exception {
        assertThat(places(ofKeeping.printed())).isEmpty();
    }

    @Test
    void theSameLookFindsWhatAHostWithoutRecordsHandedOverAndOnlyWhereItIsOpened() throws Exception {
        Map<String, Set<String>> places = places(ofBare.printed());
        assertThat(places.keySet())
                .containsExactlyInAnyOrderElementsOf(ofBare.printed().keySet());
        assertThat(places.values()).allSatisfy(each -> assertThat(each).containsExactly("export of record"));
    }

    @Test
    void whatAnApprovedChangeShowedIsKeptWithItsProposalAndSealed() throws Exception {
        Map<String, Set<String>> places = places(ofKeeping.approved());
        assertThat(places.keySet()).containsExactlyInAnyOrder("before", "after");
        assertThat(places.values()).allSatisfy(each -> assertThat(each).containsExactly("export of proposal"));
    }

    /** Commands, files, versions and errors, and somebody who looks at all of it in every way there is. */
    private static Day day(String host, Path srv) throws IOException {
        Day day = Day.begin();
        Path file = srv.resolve("out");
        for (String way : List.of("cat %s", "cat %s >&2", "cat %s; exit 3", "cat %s; cat %s >&2")) {
            Files.writeString(file, "begins " + day.prints(way) + " ends\n");
            runs(host, way.replace("%s", file.toString()));
        }
        Files.writeString(file, day.prints("error of a shell") + "\n");
        runs(host, "bash " + file);
        Files.writeString(file, "x\n".repeat(LONG / 2) + day.prints("end of much output") + "\n");
        runs(host, "cat " + file);

        Path config = Files.writeString(srv.resolve("config"), "port " + day.prints("content of a file") + "\n");
        does(host, "read", config.toString());
        Files.createFile(srv.resolve(day.prints("name of a file")));
        does(host, "list", srv.toString());
        Path changed = Files.writeString(srv.resolve("changed"), "port " + day.shows("before") + "\n");
        Path content = Files.writeString(srv.resolve("content"), "port " + day.shows("after") + "\n");
        does(host, "write", "--from", content.toString(), changed.toString());
        does(host, "history", changed.toString());
        return day;
    }

    /** Runs it while somebody watches, and reads what it printed in every other way. */
    private static void runs(String host, String command) throws IOException {
        Asked asked = person.asks(command, host);
        try (var events = person.follows(asked)) {
            person.approves(asked);
            Optional<Event> next = events.next();
            while (next.isPresent() && !next.get().type().equals("end")) {
                next = events.next();
            }
        }
        person.awaitsEnd(asked);
        JsonNode execution = person.execution(asked);
        assertThat(person.stdout(execution) + new String(person.output(execution, "stderr"), UTF_8))
                .as(command)
                .isNotEmpty();
        assertThat(cli.run("output", asked.batchId()).code()).isZero();
        assertThat(person.api().get("/batches/" + asked.batchId() + "/folds").status())
                .isEqualTo(200);
    }

    private static void does(String host, String verb, String... arguments) {
        var line = new ArrayList<>(List.of(verb, "--on", host, "--approve"));
        line.addAll(List.of(arguments));
        Cli.Exit exit = cli.run("file", line.toArray(String[]::new));
        assertThat(exit.out() + exit.err()).as(verb).isNotEmpty();
    }

    /** Where each of {@code words} is found. */
    private static Map<String, Set<String>> places(Map<String, Search> words) throws Exception {
        assertThat(words).isNotEmpty();
        var look = new Look(words);
        try (Connection database = nodes.database().connect()) {
            tables(database, look);
        }
        export(look);
        files(look);
        return look.found;
    }

    /** Words, and where they were found. */
    private record Look(Map<String, Search> words, Map<String, Set<String>> found) {
        Look(Map<String, Search> words) {
            this(words, new TreeMap<>());
        }

        void at(String place, byte[] bytes) {
            words.forEach((way, search) -> {
                if (search.finds(bytes)) {
                    found.computeIfAbsent(way, _ -> new TreeSet<>()).add(place);
                }
            });
        }
    }

    private static void tables(Connection database, Look look) throws SQLException {
        var names = new TreeSet<String>();
        try (var statement = database.createStatement();
                var tables = statement.executeQuery("""
                        SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) FROM information_schema.tables
                        WHERE table_schema NOT IN ('pg_catalog', 'information_schema')
                        """)) {
            while (tables.next()) {
                names.add(tables.getString(1));
            }
        }
        assertThat(names)
                .hasSizeGreaterThanOrEqualTo(LEAST_TABLES)
                .contains("public.event_journal", "public.snapshot", "public.record", "public.receipt");
        int seen = 0;
        for (String name : names) {
            try (var statement = database.createStatement();
                    var rows = statement.executeQuery("SELECT * FROM " + name)) {
                while (rows.next()) {
                    for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                        if (rows.getObject(column) != null) {
                            look.at("table " + name, bytes(rows.getObject(column)));
                            seen++;
                        }
                    }
                }
            }
        }
        assertThat(seen).isGreaterThan(LEAST_COLUMNS);
    }

    private static byte[] bytes(Object column) {
        return column instanceof byte[] bytes ? bytes : column.toString().getBytes(UTF_8);
    }

    /** What lies sealed or packed, opened by the product itself. */
    private static void export(Look look) throws IOException {
        Path file = Files.createTempDirectory(temporary, "export").resolve("export.jsonl");
        Cli.Exit exit = cli.run("workspace", "export", "--out", file.toString());
        assertThat(exit.code()).as(exit.err()).isZero();
        var tables = new TreeSet<String>();
        for (String line : Files.readAllLines(file)) {
            String table = JSON.readTree(line).path("table").asText();
            tables.add(table);
            look.at("export of " + table, line.getBytes(UTF_8));
        }
        assertThat(tables).contains("event_journal", "proposal", "record", "receipt", "transmission");
    }

    private static void files(Look look) throws IOException {
        int seen = 0;
        for (String part : List.of("node-1", "postgres", "plane-tmp")) {
            try (Stream<Path> files = Files.walk(temporary.toRealPath().resolve(part))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    look.at("file " + part + "/" + file.getFileName(), Files.readAllBytes(file));
                    seen++;
                }
            }
        }
        assertThat(seen).isGreaterThan(LEAST_FILES);
        Path log = temporary.toRealPath().resolve("node-1/control-plane-1.log");
        assertThat(Files.readString(log, ISO_8859_1)).contains("Console");
    }

    private static long count(Connection database, String table, String operator) {
        try (var query =
                database.prepareStatement("SELECT COUNT(DISTINCT execution) FROM " + table + " WHERE operator = ?")) {
            query.setString(1, operator);
            try (var row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
