package ai.dropops.load.swarm;

import ai.dropops.protocol.action.Confinement;
import ai.dropops.protocol.action.Profile;
import ai.dropops.protocol.wire.Frame.Beat;
import ai.dropops.protocol.wire.HostReport;
import ai.dropops.protocol.wire.Metrics;
import java.util.EnumSet;
import java.util.List;

/** The machine a simulated operator says it runs on. */
final class SimulatedHost {
    private static final Metrics METRICS = new Metrics(3.5, 41, 17, 840, 2048, 6.8, 40, 0.08, 86_400, 1.2);
    private static final List<HostReport.NetworkInterface> INTERFACES =
            List.of(new HostReport.NetworkInterface("eth0", "127.0.0.1", 1500));
    private static final HostReport.OsDetails OS = new HostReport.OsDetails("6.1.0", "debian", "12");
    private static final HostReport.User USER =
            new HostReport.User("ops", 1000, 1000, "/home/ops", "Simulated", "/bin/bash");
    private static final HostReport.Environment ENVIRONMENT =
            new HostReport.Environment("C.UTF-8", "UTC", "", false, "", List.of(), "systemd");
    private static final Confinement ENFORCING = new Confinement(EnumSet.allOf(Profile.class), 7, true, true);
    private static final HostReport.Capabilities CAPABILITIES =
            new HostReport.Capabilities(true, true, false, ENFORCING);

    private SimulatedHost() {}

    static Beat beat(Beat.Kind kind, String hostname) {
        var system = new HostReport.Machine(hostname, "linux", "amd64", "/home/ops", "ops", 2, 2048);
        return new Beat(
                kind, new HostReport(system, INTERFACES, OS, USER, ENVIRONMENT, CAPABILITIES, "swarm"), METRICS);
    }
}
