package ai.dropops.load.stage;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The real control plane on free loopback ports, started from its jar and killed at will. */
public final class ControlPlane implements AutoCloseable {
    private static final Pattern CONSOLE_LINK = Pattern.compile("(?m)^\\s*Console\\s+(http\\S+/login#\\S+)");
    private static final Duration START = Duration.ofMinutes(3);

    private Setup setup;
    private volatile @Nullable Running process;
    private String consoleLink = "";
    private int starts;

    /**
     * How a control plane is started.
     *
     * @param program its jar
     * @param folder its data goes to {@code folder/data}, its log beside it
     * @param wrapper what the command line is put behind
     * @param options more of the command line
     */
    public record Setup(
            Path program,
            Path folder,
            int port,
            int operatorPort,
            boolean localOperator,
            List<String> wrapper,
            List<String> jvmFlags,
            List<String> options,
            Map<String, String> environment) {
        public Setup {
            wrapper = List.copyOf(wrapper);
            jvmFlags = List.copyOf(jvmFlags);
            options = List.copyOf(options);
            environment = Map.copyOf(environment);
        }

        /** Free ports, no operator of its own. */
        public static Setup in(Path folder) {
            return new Setup(
                    Programs.serverJar(),
                    folder,
                    Ports.free(),
                    Ports.free(),
                    false,
                    List.of(),
                    List.of("-XX:+UseSerialGC"),
                    List.of(),
                    Map.of());
        }

        /** The same of another build. */
        public Setup withProgram(Path jar) {
            return new Setup(jar, folder, port, operatorPort, localOperator, wrapper, jvmFlags, options, environment);
        }

        public Setup withLocalOperator() {
            return new Setup(program, folder, port, operatorPort, true, wrapper, jvmFlags, options, environment);
        }

        public Setup withJvm(String... flags) {
            return new Setup(
                    program, folder, port, operatorPort, localOperator, wrapper, List.of(flags), options, environment);
        }

        /** The same as one node of several: {@code more} options, and what goes into the environment. */
        public Setup with(List<String> more, Map<String, String> variables) {
            return new Setup(program, folder, port, operatorPort, localOperator, wrapper, jvmFlags, more, variables);
        }

        /** The same with more options, more of the environment and the command line put behind {@code before}. */
        public Setup behind(List<String> before, List<String> more, Map<String, String> variables) {
            var all = new ArrayList<>(options);
            all.addAll(more);
            var everything = new HashMap<>(environment);
            everything.putAll(variables);
            return new Setup(program, folder, port, operatorPort, localOperator, before, jvmFlags, all, everything);
        }

        public Path data() {
            return folder.resolve("data");
        }

        public List<String> command() {
            var command = new ArrayList<>(wrapper);
            command.addAll(Programs.server(program, jvmFlags));
            command.addAll(List.of("up", "--data", data().toString()));
            command.addAll(
                    List.of("--port", Integer.toString(port), "--operator-port", Integer.toString(operatorPort)));
            if (!localOperator) {
                command.add("--no-local-operator");
            }
            command.addAll(options);
            return command;
        }
    }

    private ControlPlane(Setup setup) {
        this.setup = setup;
    }

    /** A control plane that has printed its console link. */
    public static ControlPlane start(Setup setup) {
        var plane = new ControlPlane(setup);
        plane.start();
        return plane;
    }

    /** Starts it again on the same data and the same ports. */
    public void start() {
        starts++;
        process = launch(setup, setup.folder().resolve("control-plane-" + starts + ".log"));
        consoleLink = process().awaitLine(CONSOLE_LINK, START).group(1);
    }

    /** The same with another build. */
    public void startAs(Path program) {
        setup = setup.withProgram(program);
        start();
    }

    /** The process alone, whatever becomes of it. */
    public static Running launch(Setup setup, Path log) {
        return Running.start("control plane", setup.command(), setup.folder(), log, setup.environment());
    }

    /** SIGKILL. */
    public void kill() {
        process().kill();
    }

    public Setup setup() {
        return setup;
    }

    public Running process() {
        if (process == null) {
            throw new IllegalStateException("the control plane was not started");
        }
        return process;
    }

    public String consoleLink() {
        return consoleLink;
    }

    public String operatorEndpoint() {
        return "wss://127.0.0.1:" + setup.operatorPort();
    }

    public Api api() {
        return Api.ofFile(setup.data().resolve("cli.json"));
    }

    /** A new slot: its {@code operator}, {@code apiKey} and {@code installCommand}. */
    public static JsonNode slot(Api api, String name) {
        return api.post("/operators", Api.json("name", name, "kind", "solo")).ok();
    }

    /** A new way in for {@code uses} hosts: its {@code link}, {@code token} and {@code installCommand}. */
    public static JsonNode deviceLink(Api api, int uses) {
        return api.post("/links", Api.json("kind", "solo", "labels", Map.of(), "uses", uses, "expiresInSeconds", 3_600))
                .ok();
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
