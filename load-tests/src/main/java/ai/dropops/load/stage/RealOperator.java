package ai.dropops.load.stage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The real operator program in a folder of its own. */
public final class RealOperator implements AutoCloseable {
    private final Path folder;
    private final Map<String, String> credential;
    private final List<String> arguments;
    private final String id;
    private volatile @Nullable Running process;
    private List<String> around = List.of();
    private int starts;

    private RealOperator(Path folder, String id, Map<String, String> credential, List<String> arguments) {
        this.folder = folder;
        this.id = id;
        this.credential = Map.copyOf(credential);
        this.arguments = List.copyOf(arguments);
    }

    /** Makes a slot called {@code name} and starts an operator in {@code folder} that fills it. */
    public static RealOperator enrol(ControlPlane plane, String name, Path folder, String... options) {
        try (Api api = plane.api()) {
            var slot = ControlPlane.slot(api, name);
            var operator = withKey(
                    plane,
                    slot.required("operator").required("id").asText(),
                    slot.required("apiKey").asText(),
                    slot.required("installCommand").asText(),
                    folder,
                    options);
            operator.start();
            return operator;
        }
    }

    /** Makes a slot called {@code name} and starts an operator in {@code parent} that fills it over {@code endpoints}. */
    public static RealOperator enrol(ControlPlane plane, String endpoints, String name, Path parent) {
        try (Api api = plane.api()) {
            var slot = ControlPlane.slot(api, name);
            var operator = new RealOperator(
                    parent.resolve(name),
                    slot.required("operator").required("id").asText(),
                    key(slot.required("apiKey").asText()),
                    List.of(
                            "-e",
                            endpoints,
                            "--ca-sha256",
                            DropScript.caHash(
                                    plane, slot.required("installCommand").asText())));
            operator.start();
            return operator;
        }
    }

    /**
     * The same in a mount namespace of its own, in which {@code own} lies at {@code place}: so several operators of one machine have files of
     * one path that are not the same. It needs root.
     */
    public static RealOperator enrolWith(Path own, Path place, ControlPlane plane, String name, Path folder) {
        try (Api api = plane.api()) {
            var slot = ControlPlane.slot(api, name);
            var operator = withKey(
                    plane,
                    slot.required("operator").required("id").asText(),
                    slot.required("apiKey").asText(),
                    slot.required("installCommand").asText(),
                    folder);
            String script = "mount --bind \"$1\" \"$2\" && shift 2 && exec \"$@\"";
            operator.around = List.of("unshare", "--mount", "sh", "-c", script, "sh", own.toString(), place.toString());
            operator.start();
            return operator;
        }
    }

    /** An operator that is not started yet, for the slot {@code id}. */
    public static RealOperator withKey(
            ControlPlane plane, String id, String apiKey, String installLine, Path folder, String... options) {
        var arguments = new ArrayList<>(
                List.of("-e", plane.operatorEndpoint(), "--ca-sha256", DropScript.caHash(plane, installLine)));
        arguments.addAll(List.of(options));
        return new RealOperator(folder, id, key(apiKey), arguments);
    }

    /** One that is not started yet and finds its slot by {@code credential}, variables of its environment, or by what is in {@code folder}. */
    public static RealOperator finding(
            ControlPlane plane, Map<String, String> credential, String installLine, Path folder) {
        return new RealOperator(
                folder,
                "",
                credential,
                List.of("-e", plane.operatorEndpoint(), "--ca-sha256", DropScript.caHash(plane, installLine)));
    }

    private static Map<String, String> key(String apiKey) {
        return Map.of("DROPOPS_OPERATOR_API_KEY", apiKey);
    }

    public void start() {
        starts++;
        var command = new ArrayList<>(around);
        command.addAll(Programs.operator());
        command.addAll(arguments);
        process = Running.start(
                "operator",
                command,
                folder,
                folder.resolveSibling(folder.getFileName() + "-" + starts + ".log"),
                credential);
    }

    /** Starts the program to do {@code task} to the records in the folder, which no operator runs in. */
    public Running tend(String... task) {
        starts++;
        var command = new ArrayList<>(Programs.operator());
        command.addAll(List.of(task));
        Path log = folder.resolveSibling(folder.getFileName() + "-" + starts + ".log");
        return Running.start("operator", command, folder, log, credential);
    }

    /** Empty where it finds its slot by itself. */
    public String id() {
        return id;
    }

    public Path folder() {
        return folder;
    }

    public Running process() {
        if (process == null) {
            throw new IllegalStateException("the operator was not started");
        }
        return process;
    }

    /** Whether it has a connection to {@code port} now. */
    public boolean isConnectedTo(int port) {
        return remotePorts().contains(port);
    }

    /** Whether it has a connection at all. */
    public boolean isConnected() {
        return !remotePorts().isEmpty();
    }

    private Set<Integer> remotePorts() {
        if (!process().isAlive()) {
            throw new AssertionError(
                    "operator " + id + " has ended:\n" + process().log());
        }
        return Sockets.remotePorts(process().pid());
    }

    /** SIGKILL. */
    public void kill() {
        process().kill();
    }

    /** Ends it in order; {@link #start} begins it again. */
    public void stop() {
        if (process != null) {
            process.close();
        }
    }

    @Override
    public void close() {
        stop();
    }
}
