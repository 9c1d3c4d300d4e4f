package ai.dropops.cli;

import ai.dropops.cli.connect.Problem;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** In which order hosts are reached, how many at once, and when it is enough. */
final class Pacing {
    private static final Pattern TIME = Pattern.compile("(\\d{1,6})(s|m|h)?");

    /** The orders of hosts, as they are named on the command line. */
    enum Strategy {
        sequential,
        rolling,
        canary,
        parallel
    }

    @Option(
            names = "--strategy",
            paramLabel = "STRATEGY",
            description = {
                "sequential (one host after the other), rolling (wave by wave), canary (a few",
                "hosts, then the rest) or parallel (all at once, shown host by host)"
            })
    private @Nullable Strategy strategy;

    @Option(
            names = "--at-once",
            paramLabel = "N|N%%",
            description = "on how many hosts at most at the same time; the size of a wave (rolling: 10%%)")
    private @Nullable String atOnce;

    @Option(
            names = "--canary",
            paramLabel = "N|N%%",
            description = "how many hosts go first; if one of them fails, no other starts (canary: 1)")
    private @Nullable String canary;

    @Option(
            names = "--failures",
            paramLabel = "N|N%%",
            description = "how many hosts may fail before no further one starts (0; parallel: all)")
    private @Nullable String failures;

    @Option(names = "--keep-going", description = "go on whatever fails; the same as --failures 100%%")
    private boolean keepGoing;

    @Option(names = "--pause", paramLabel = "TIME", description = "how long to wait between two waves, as 30s, 5m, 1h")
    private @Nullable String pause;

    @Option(names = "--ask-each-wave", description = "halt after each wave until somebody says to go on")
    private boolean askEachWave;

    @Option(
            names = "--valid",
            paramLabel = "TIME",
            description = "how long the approval holds once it is asked for, at most 24h (1h)")
    private @Nullable String valid;

    @Option(
            names = "--deliver-by",
            paramLabel = "TIME",
            description = {
                "how long hosts that are away still get their order once they are back, as 30m",
                "or 18:00; then they end as not delivered (as long as the approval holds)"
            })
    private @Nullable String deliverBy;

    /** Whether another order than before is wanted. */
    boolean saysStrategy() {
        return strategy != null;
    }

    /** Adds what was said to {@code proposal}. */
    void addTo(ObjectNode proposal) {
        if (strategy != null) {
            proposal.put("strategy", strategy.name());
        }
        put(proposal, "atOnce", atOnce);
        put(proposal, "canary", canary);
        put(proposal, "failures", keepGoing ? "100%" : failures);
        if (pause != null) {
            proposal.put("pauseSeconds", seconds("--pause", pause));
        }
        if (askEachWave) {
            proposal.put("askEachWave", true);
        }
        if (valid != null) {
            proposal.put("validSeconds", seconds("--valid", valid));
        }
        if (deliverBy != null) {
            proposal.put(
                    "deliverSeconds",
                    TIME.matcher(deliverBy).matches()
                            ? seconds("--deliver-by", deliverBy)
                            : new Deadline(deliverBy).secondsFrom(ZonedDateTime.now(ZoneId.systemDefault())));
        }
    }

    private static void put(ObjectNode proposal, String field, @Nullable String said) {
        if (said != null) {
            proposal.put(field, said);
        }
    }

    private static long seconds(String option, String said) {
        var time = TIME.matcher(said);
        if (!time.matches()) {
            throw Problem.badInput(option + " " + said + " is no time", "say it like 30s, 5m or 1h")
                    .refused();
        }
        long number = Long.parseLong(time.group(1));
        return switch (time.group(2)) {
            case "h" -> TimeUnit.HOURS.toSeconds(number);
            case "m" -> TimeUnit.MINUTES.toSeconds(number);
            case null, default -> number;
        };
    }
}
