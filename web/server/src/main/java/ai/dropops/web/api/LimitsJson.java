package ai.dropops.web.api;

import ai.dropops.protocol.action.Limits;

/** The limits an approval sets, in plain numbers of hosts. */
record LimitsJson(int atOnce, int canary, int failures, long pauseSeconds, boolean askEachWave, long deliverSeconds) {
    static LimitsJson of(Limits limits) {
        return new LimitsJson(
                limits.atOnce(),
                limits.canary(),
                limits.failures(),
                limits.pause().toSeconds(),
                limits.askEachWave(),
                limits.deliverSeconds());
    }
}
