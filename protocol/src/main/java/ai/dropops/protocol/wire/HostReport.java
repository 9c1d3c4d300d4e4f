package ai.dropops.protocol.wire;

import ai.dropops.protocol.action.Confinement;
import java.util.List;

/** What a heartbeat says of the host: a closed list of facts, none of them a secret. */
public record HostReport(
        Machine system,
        List<NetworkInterface> interfaces,
        OsDetails os,
        User user,
        Environment environment,
        Capabilities capabilities,
        String agentVersion) {
    public HostReport {
        interfaces = List.copyOf(interfaces);
    }

    public record Machine(
            String hostname,
            String os,
            String architecture,
            String pwd,
            String currentUser,
            int cpuCount,
            long memoryMb) {}

    public record NetworkInterface(String name, String ip, int mtu) {}

    public record OsDetails(String kernel, String distribution, String version) {}

    public record User(String username, long uid, long gid, String home, String name, String shell) {}

    /**
     * Where the operator's process runs.
     *
     * @param containerRuntime empty outside a container
     * @param containerSignals what gave the container away, such as {@code /.dockerenv}
     */
    public record Environment(
            String lang,
            String timezone,
            String term,
            boolean container,
            String containerRuntime,
            List<String> containerSignals,
            String initSystem) {
        public Environment {
            containerSignals = List.copyOf(containerSignals);
        }
    }

    /**
     * What the operator can do and was told to do there.
     *
     * @param localStorage whether what is printed is kept there; else the control plane is given it
     * @param git whether there is a program of that name
     * @param ledgerMirror whether what files held before and after changes is kept there
     */
    public record Capabilities(boolean localStorage, boolean git, boolean ledgerMirror, Confinement confinement) {}
}
