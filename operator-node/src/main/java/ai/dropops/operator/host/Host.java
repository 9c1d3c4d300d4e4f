package ai.dropops.operator.host;

import ai.dropops.protocol.action.Confinement;
import ai.dropops.protocol.identity.Fingerprint;
import ai.dropops.protocol.wire.HostReport;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The machine this operator runs on, as far as it may be talked about: no secrets, and no environment but its language. */
public final class Host {
    private static final List<String> MACHINE_IDS =
            List.of("/etc/machine-id", "/var/lib/dbus/machine-id", "/proc/sys/kernel/random/boot_id");
    private static final long MB = 1 << 20;

    private final String agentVersion;
    private final Map<String, String> environment;
    private final Supplier<Confinement> confinement;
    private final String hostname = hostname();
    private final Account account = Account.own();

    /**
     * This machine, as far as the parameters do not tell.
     *
     * @param confinement what the kernel can be held to, when that is known
     */
    public Host(String agentVersion, Map<String, String> environment, Supplier<Confinement> confinement) {
        this.agentVersion = agentVersion;
        this.environment = environment;
        this.confinement = confinement;
    }

    public String name() {
        return hostname;
    }

    /** The account commands run as. */
    public String user() {
        return account.name();
    }

    /** What its kernel can be held to; waits for its trial. */
    public Confinement confinement() {
        return confinement.get();
    }

    public Fingerprint fingerprint() {
        String machineId = MACHINE_IDS.stream()
                .map(Facts::line)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("");
        return Fingerprint.of(
                machineId, System.getProperty("os.name"), System.getProperty("os.arch"), cpuCount(), hostname);
    }

    /** What can be told of it now, and {@code keepsRecords}: whether what is printed and what files held is kept here. */
    public HostReport report(boolean keepsRecords) {
        var system = new HostReport.Machine(
                hostname,
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                System.getProperty("user.dir"),
                account.name(),
                cpuCount(),
                Facts.kilobytes("/proc/meminfo", "MemTotal") * 1024 / MB);
        return new HostReport(
                system,
                interfaces(),
                new HostReport.OsDetails(
                        System.getProperty("os.version"),
                        Facts.setting("/etc/os-release", "ID"),
                        Facts.setting("/etc/os-release", "VERSION_ID")),
                account.report(environment.getOrDefault("SHELL", account.shell())),
                surroundings(),
                new HostReport.Capabilities(keepsRecords, hasGit(), keepsRecords, confinement()),
                agentVersion);
    }

    private HostReport.Environment surroundings() {
        Container container = Container.around();
        return new HostReport.Environment(
                environment.getOrDefault("LANG", ""),
                ZoneId.systemDefault().getId(),
                environment.getOrDefault("TERM", ""),
                container.isThere(),
                container.runtime(),
                container.signals(),
                Facts.line("/proc/1/comm"));
    }

    private boolean hasGit() {
        for (String folder : environment.getOrDefault("PATH", "").split(":", -1)) {
            if (folder.startsWith("/") && Files.isExecutable(Path.of(folder, "git"))) {
                return true;
            }
        }
        return false;
    }

    private static List<HostReport.NetworkInterface> interfaces() {
        var found = new ArrayList<HostReport.NetworkInterface>();
        try {
            for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                if (each.isUp() && !each.isLoopback()) {
                    found.add(new HostReport.NetworkInterface(each.getName(), address(each), each.getMTU()));
                }
            }
        } catch (SocketException | RuntimeException e) {
            return List.of();
        }
        return found;
    }

    private static String address(NetworkInterface each) {
        List<InetAddress> addresses = Collections.list(each.getInetAddresses());
        return addresses.stream()
                .filter(Inet4Address.class::isInstance)
                .findFirst()
                .or(() -> addresses.stream().findFirst())
                .map(InetAddress::getHostAddress)
                .orElse("");
    }

    /** Of the machine, not of this process, which may be given fewer from one start to the next. */
    private static int cpuCount() {
        long cpus = Facts.lines("/proc/stat").stream()
                .filter(line -> line.matches("cpu\\d+ .*"))
                .count();
        return cpus > 0 ? Math.toIntExact(cpus) : Runtime.getRuntime().availableProcessors();
    }

    private static String hostname() {
        String name = Facts.line("/proc/sys/kernel/hostname");
        if (!name.isEmpty()) {
            return name;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
