package ai.dropops.load.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Several real control planes on one real PostgreSQL server of their own, all on this machine. */
public final class Nodes implements AutoCloseable {
    private static final int KEY_BYTES = 32;

    private final Path folder;
    private final Database database;
    private final Map<String, String> environment;
    private final List<ControlPlane> planes = new ArrayList<>();

    private Nodes(Path folder, Database database, Map<String, String> environment) {
        this.folder = folder;
        this.database = database;
        this.environment = environment;
    }

    /** {@code count} nodes that are members of one cluster. */
    public static Nodes start(Path folder, int count) {
        return on(folder).with(count);
    }

    /** The same, for somebody who closes them when the process is told to end: their database does not end before them. */
    public static Nodes startStanding(Path folder, int count) {
        return of(folder, Database.startStanding(folder)).with(count);
    }

    private Nodes with(int count) {
        try {
            IntStream.range(0, count).forEach(_ -> add());
            return this;
        } catch (RuntimeException | AssertionError e) {
            close();
            throw e;
        }
    }

    /** The database and the master key in {@code folder}, new ones where there are none, and no node yet. */
    public static Nodes on(Path folder) {
        return of(folder, Database.start(folder));
    }

    private static Nodes of(Path folder, Database database) {
        return new Nodes(
                folder,
                database,
                Map.of("DROPOPS_DATABASE_PASSWORD", "postgres", "DROPOPS_MASTER_KEY", masterKey(folder)));
    }

    private static String masterKey(Path folder) {
        Path file = folder.resolve("master.key");
        try {
            if (!Files.exists(file)) {
                var key = new byte[KEY_BYTES];
                new SecureRandom().nextBytes(key);
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(file, Base64.getEncoder().encodeToString(key));
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One more node. */
    public ControlPlane add() {
        return add("127.0.0.1", database.url(), UnaryOperator.identity());
    }

    /**
     * One more node, as {@code change} wants it.
     *
     * @param host where the other nodes reach it
     * @param url where it reaches the database
     */
    public ControlPlane add(String host, String url, UnaryOperator<ControlPlane.Setup> change) {
        var options = List.of("--database", url, "--cluster", host + ":" + Ports.free());
        var setup = ControlPlane.Setup.in(folder.resolve("node-" + (planes.size() + 1)))
                .with(options, environment);
        ControlPlane plane = ControlPlane.start(change.apply(setup));
        planes.add(plane);
        return plane;
    }

    public Database database() {
        return database;
    }

    public List<ControlPlane> planes() {
        return List.copyOf(planes);
    }

    /** What an operator is given to dial: every node, the {@code first} first. */
    public String endpoints(int first) {
        return IntStream.range(0, planes.size())
                .mapToObj(i -> planes.get((first + i) % planes.size()).operatorEndpoint())
                .collect(Collectors.joining(","));
    }

    @Override
    public void close() {
        planes.forEach(ControlPlane::close);
        database.close();
    }
}
