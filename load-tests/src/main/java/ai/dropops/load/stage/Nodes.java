package ai.dropops.load.stage;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Several real control planes on one real PostgreSQL server of their own, all on loopback. */
public final class Nodes implements AutoCloseable {
    private static final int KEY_BYTES = 32;
    private static final String BINARIES = "/postgres-linux-x86_64.txz";

    private final Path folder;
    private final EmbeddedPostgres database;
    private final Map<String, String> environment;
    private final List<ControlPlane> planes = new ArrayList<>();

    private Nodes(Path folder, EmbeddedPostgres database, Map<String, String> environment) {
        this.folder = folder;
        this.database = database;
        this.environment = environment;
    }

    /** {@code count} nodes that are members of one cluster. */
    public static Nodes start(Path folder, int count) {
        var key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        try {
            var nodes = new Nodes(
                    folder,
                    EmbeddedPostgres.builder()
                            // by name: under Maven the archive is on the class path twice
                            .setPgBinaryResolver((_, _) -> Nodes.class.getResourceAsStream(BINARIES))
                            .setServerConfig("max_connections", "200")
                            .start(),
                    Map.of(
                            "DROPOPS_DATABASE_PASSWORD",
                            "postgres",
                            "DROPOPS_MASTER_KEY",
                            Base64.getEncoder().encodeToString(key)));
            try {
                IntStream.range(0, count).forEach(_ -> nodes.add());
                return nodes;
            } catch (RuntimeException | AssertionError e) {
                nodes.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One more node. */
    public ControlPlane add() {
        var setup = ControlPlane.Setup.in(folder.resolve("node-" + (planes.size() + 1)));
        var options = List.of("--database", url(), "--cluster", "127.0.0.1:" + Ports.free());
        ControlPlane plane = ControlPlane.start(setup.with(options, environment));
        planes.add(plane);
        return plane;
    }

    /** Where the database is, without its password. */
    public String url() {
        return "postgresql://postgres@127.0.0.1:" + database.getPort() + "/postgres";
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
        try {
            database.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
