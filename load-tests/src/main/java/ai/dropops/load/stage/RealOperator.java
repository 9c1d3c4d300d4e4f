package ai.dropops.load.stage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The real operator program in a folder of its own. */
public final class RealOperator implements AutoCloseable {
    private final Path folder;
    private final String apiKey;
    private final List<String> arguments;
    private final String id;
    private @Nullable Running process;
    private int starts;

    private RealOperator(Path folder, String id, String apiKey, List<String> arguments) {
        this.folder = folder;
        this.id = id;
        this.apiKey = apiKey;
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
    static RealOperator enrol(ControlPlane plane, String endpoints, String name, Path parent) {
        try (Api api = plane.api()) {
            var slot = ControlPlane.slot(api, name);
            var operator = new RealOperator(
                    parent.resolve(name),
                    slot.required("operator").required("id").asText(),
                    slot.required("apiKey").asText(),
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

    /** An operator that is not started yet, for the slot {@code id}. */
    public static RealOperator withKey(
            ControlPlane plane, String id, String apiKey, String installLine, Path folder, String... options) {
        var arguments = new ArrayList<>(
                List.of("-e", plane.operatorEndpoint(), "--ca-sha256", DropScript.caHash(plane, installLine)));
        arguments.addAll(List.of(options));
        return new RealOperator(folder, id, apiKey, arguments);
    }

    public void start() {
        starts++;
        var command = new ArrayList<>(Programs.operator());
        command.addAll(arguments);
        process = Running.start(
                "operator",
                command,
                folder,
                folder.resolveSibling(folder.getFileName() + "-" + starts + ".log"),
                Map.of("DROPOPS_OPERATOR_API_KEY", apiKey));
    }

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
        return Sockets.remotePorts(process().pid()).contains(port);
    }

    /** Whether it has a connection at all. */
    public boolean isConnected() {
        return !Sockets.remotePorts(process().pid()).isEmpty();
    }

    /** SIGKILL. */
    public void kill() {
        process().kill();
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
