package ai.dropops.load.stage;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where the packaged programs lie, and how each is started. */
public final class Programs {
    private static final List<String> JVM_FLAGS =
            List.of("--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED");
    /** As the launcher has them. */
    private static final List<String> SERVER_FLAGS =
            List.of("-XX:+UseCompactObjectHeaders", "-Xmx512m", "-Dio.netty.allocator.type=pooled");
    /** As in the package that hosts download. */
    private static final List<String> OPERATOR_FLAGS =
            List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xss512k", "-Xmx64m", "-XX:-UsePerfData");

    /** Some 30 KB an operator, most of it TLS. */
    private static final List<String> SWARM_FLAGS =
            List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xmx512m");

    private static final Path ROOT = root();

    private Programs() {}

    /** The control plane as it was built here. */
    public static Path serverJar() {
        return ROOT.resolve("web/server/target/web-server.jar");
    }

    static List<String> server(Path jar, List<String> jvmFlags) {
        var flags = new ArrayList<>(SERVER_FLAGS);
        flags.addAll(jvmFlags);
        return java(jar, flags);
    }

    static List<String> operator() {
        return java(ROOT.resolve("operator-node/target/operator-node.jar"), OPERATOR_FLAGS);
    }

    static List<String> cli() {
        return java(ROOT.resolve("web/cli/target/web-cli.jar"), List.of("-XX:TieredStopAtLevel=1"));
    }

    /** A part of a swarm in a process of its own, to be given its options. */
    public static List<String> swarm() {
        var command = java(ROOT.resolve("load-tests/target/load-tests.jar"), SWARM_FLAGS);
        command.add("swarm-part");
        return command;
    }

    public static Path jcmd() {
        return Path.of(System.getProperty("java.home"), "bin", "jcmd");
    }

    private static List<String> java(Path jar, List<String> jvmFlags) {
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar + " is missing; build it with: mvn -DskipTests package");
        }
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_FLAGS);
        command.addAll(jvmFlags);
        command.add("-jar");
        command.add(jar.toString());
        return command;
    }

    private static Path root() {
        try {
            Path here = Path.of(Programs.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            while (here != null && !Files.exists(here.resolve("web/server/pom.xml"))) {
                here = here.getParent();
            }
            if (here == null) {
                throw new IllegalStateException(
                        "run load-tests from inside the project, whose other programs it starts");
            }
            return here;
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
