package ai.dropops.web.api;

import ai.dropops.persistence.view.Alarm;
import ai.dropops.persistence.view.Labels;
import ai.dropops.persistence.view.OperatorRow;
import ai.dropops.persistence.view.OperatorStatus;
import ai.dropops.protocol.action.Confinement;
import ai.dropops.protocol.action.Profile;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.SessionId;
import ai.dropops.protocol.wire.HostReport;
import ai.dropops.protocol.wire.Metrics;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An operator as the API shows it to the holder of one session. */
record OperatorJson(
        OperatorId id,
        int index,
        String name,
        String kind,
        OperatorStatus status,
        boolean connected,
        @Nullable SessionId boundSession,
        boolean boundToMe,
        boolean keyActive,
        @Nullable Instant lastHeartbeatAt,
        @Nullable Instant enrolledAt,
        Instant createdAt,
        Labels labels,
        List<Alarm> alarms,
        Optional<Host> host,
        Optional<Measured> metrics) {

    static OperatorJson of(OperatorRow row, SessionId mine, Instant now) {
        return new OperatorJson(
                row.id(),
                row.number(),
                row.name(),
                row.kind().name().toLowerCase(Locale.ROOT),
                row.status(now),
                row.pulse().connected(),
                row.boundSession(),
                mine.equals(row.boundSession()),
                row.keyActive(),
                row.pulse().beatAt(),
                row.enrolledAt(),
                row.createdAt(),
                row.labels(),
                row.alarms(),
                Optional.ofNullable(row.pulse().host()).map(Host::of),
                Optional.ofNullable(row.pulse().metrics())
                        .map(metrics -> new Measured(metrics, row.pulse().beatAt())));
    }

    /** The last heartbeat's figures and when they were taken. */
    record Measured(
            @JsonUnwrapped Metrics metrics, @Nullable Instant at) {}

    /**
     * What the last heartbeat said of the host.
     *
     * @param records who keeps what commands print there: {@code host} or {@code control-plane}
     */
    record Host(
            String hostname,
            String os,
            String arch,
            String kernel,
            String distro,
            int cpuCount,
            long memoryMb,
            String user,
            long uid,
            String agentVersion,
            boolean container,
            String initSystem,
            String internalIp,
            String timezone,
            String pwd,
            String records,
            Confined confinement) {
        static Host of(HostReport report) {
            return new Host(
                    report.system().hostname(),
                    report.system().os(),
                    report.system().architecture(),
                    report.os().kernel(),
                    (report.os().distribution() + " " + report.os().version()).strip(),
                    report.system().cpuCount(),
                    report.system().memoryMb(),
                    report.user().username(),
                    report.user().uid(),
                    report.agentVersion(),
                    report.environment().container(),
                    report.environment().initSystem(),
                    report.interfaces().stream()
                            .map(HostReport.NetworkInterface::ip)
                            .filter(ip -> !ip.isEmpty() && !ip.startsWith("127.") && !ip.equals("::1"))
                            .findFirst()
                            .orElse(""),
                    report.environment().timezone(),
                    report.system().pwd(),
                    report.capabilities().localStorage() ? "host" : "control-plane",
                    Confined.of(report.capabilities().confinement()));
        }
    }

    /** What the host's kernel can be held to, profiles from tightest to widest. */
    record Confined(List<String> profiles, int landlockAbi, boolean scopes) {
        static Confined of(Confinement confinement) {
            return new Confined(
                    confinement.profiles().stream().map(Profile::wireName).toList(),
                    confinement.landlockAbi(),
                    confinement.scopes());
        }
    }
}
