package ai.dropops.load.traffic;

import ai.dropops.load.swarm.Endpoint;
import ai.dropops.load.swarm.Identity;
import ai.dropops.load.swarm.IdentityFolder;
import ai.dropops.load.swarm.Manner;
import ai.dropops.load.swarm.Swarm;
import ai.dropops.load.swarm.Tally;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The inside of a {@link SwarmProcess}: it dials, does as it is told, and says every second how it stands. */
public final class SwarmPart {
    private static final Duration LINE = Duration.ofSeconds(1);

    private SwarmPart() {}

    /** Runs until the process ends; it was {@code begun} then by a clock that only rises. */
    public static void run(Path folder, SwarmProcess.Part part, Instant begun) {
        var identities = new IdentityFolder(folder);
        List<Identity> mine =
                identities.load().stream().skip(part.from()).limit(part.count()).toList();
        var swarm = new Swarm(
                Endpoint.list(part.endpoints()),
                part.number(),
                identities.authority().orElseThrow(),
                mine,
                Manner.printing(part.output()),
                SwarmProcess.runLog(folder, part.number()),
                begun);
        swarm.dial();
        Tally tally = swarm.tally();
        while (!Thread.currentThread().isInterrupted()) {
            System.out.printf(
                    "connected %d orders %d repeated %d refused %d failed %d goodbyes %s%n",
                    tally.connected(),
                    tally.orders(),
                    tally.repeatedOrders(),
                    tally.rejectedOrders(),
                    tally.failures(),
                    tally.goodbyes());
            LockSupport.parkNanos(LINE.toNanos());
        }
    }
}
