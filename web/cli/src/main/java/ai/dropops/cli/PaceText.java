package ai.dropops.cli;

import ai.dropops.protocol.action.Limits;
import ai.dropops.protocol.action.Strategy;
import ai.dropops.protocol.action.Waves;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/** The order in which hosts are reached, and its limits, in words. */
record PaceText(Strategy strategy, Limits limits, int hosts) {
    /** What an approval shows of it. */
    static PaceText of(JsonNode approval) {
        JsonNode limits = approval.path("limits");
        return new PaceText(
                Strategy.ofWireName(approval.path("strategy").asText()),
                new Limits(
                        1,
                        limits.path("atOnce").asInt(1),
                        limits.path("canary").asInt(),
                        limits.path("failures").asInt(),
                        Duration.ofSeconds(limits.path("pauseSeconds").asLong()),
                        limits.path("askEachWave").asBoolean(),
                        limits.path("deliverSeconds").asLong(Limits.WHILE_PERMITTED)),
                approval.path("targetCount").asInt());
    }

    String words() {
        return order() + (limits.pause().isZero() ? "" : ", " + limits.pause().toSeconds() + " s between waves")
                + (limits.askEachWave() ? ", asks before each further wave" : "") + ", " + stop()
                + (limits.deliverSeconds() == Limits.WHILE_PERMITTED
                        ? ""
                        : ", waits for hosts that are away until " + limits.deliverSeconds() + " s after it was asked");
    }

    private String order() {
        return switch (strategy) {
            case SEQUENTIAL -> "one after the other";
            case PARALLEL -> atMost();
            case CANARY -> canary() + "the others, " + atMost();
            case ROLLING ->
                (limits.canary() > 0 ? canary() : "") + "waves of " + limits.atOnce() + ", " + waves() + " in all";
        };
    }

    private String canary() {
        return "first " + limits.canary() + ", none of which may fail, then ";
    }

    private String atMost() {
        return limits.atOnce() < hosts ? "at most " + limits.atOnce() + " at once" : "all at once";
    }

    private int waves() {
        return Waves.of(strategy, limits, hosts).count();
    }

    private String stop() {
        if (limits.failures() == 0) {
            return "stops at the first failure";
        }
        return limits.failures() < hosts
                ? "stops when more than " + limits.failures() + " failed"
                : "goes on whatever fails";
    }
}
