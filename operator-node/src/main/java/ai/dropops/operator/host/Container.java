package ai.dropops.operator.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The container this process runs in, if it does.
 *
 * @param runtime empty outside a container
 * @param signals what gave it away
 */
record Container(String runtime, List<String> signals) {
    Container {
        signals = List.copyOf(signals);
    }

    static Container around() {
        var signals = new ArrayList<String>();
        String runtime = "";
        if (Files.exists(Path.of("/.dockerenv"))) {
            signals.add("/.dockerenv");
            runtime = "docker";
        }
        if (Files.exists(Path.of("/run/.containerenv"))) {
            signals.add("/run/.containerenv");
            runtime = "podman";
        }
        if (Files.exists(Path.of("/var/run/secrets/kubernetes.io"))) {
            signals.add("/var/run/secrets/kubernetes.io");
            runtime = "kubernetes";
        }
        String named = Facts.line("/run/systemd/container");
        if (!named.isEmpty()) {
            signals.add("/run/systemd/container");
            runtime = runtime.isEmpty() ? named : runtime;
        }
        return new Container(runtime, signals);
    }

    boolean isThere() {
        return !signals.isEmpty();
    }
}
