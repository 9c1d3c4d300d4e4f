import type { Stage } from "./Browser.ts";
import { at } from "./fake/time.ts";

export const METRICS = {
    cpuPercent: 23.4,
    memoryPercent: 61,
    diskPercent: 84,
    memoryUsedMb: 4_997,
    memoryTotalMb: 8_192,
    diskUsedGb: 67.2,
    diskTotalGb: 80,
    load1: 0.42,
    uptimeSeconds: 1_220_000,
    latencyMs: 0.6,
    at: at(),
};

/** Six operators, one of each status; `web-1` alone is bound to the session of whoever is signed in. */
export function mixedFleet({ controlPlane: { world } }: Stage): void {
    world.addBound("web-1", { metrics: METRICS });
    world.add({ name: "web-2", metrics: { ...METRICS, cpuPercent: 97, memoryPercent: 35 } });
    world.add({
        name: "db-1",
        status: "STALE",
        connected: false,
        boundSession: "se_other",
        lastHeartbeatAt: at(-95),
        metrics: METRICS,
        alarms: [{ code: "key-used-elsewhere", at: at(-600), message: "Its API key was tried from another machine." }],
    });
    world.add({ name: "edge-berlin-4", status: "OFFLINE", connected: false, lastHeartbeatAt: at(-7_000) });
    world.add({
        name: "spare",
        status: "AVAILABLE",
        connected: false,
        host: null,
        lastHeartbeatAt: null,
        enrolledAt: null,
    });
    world.add({ name: "old", status: "STOPPED", connected: false, lastHeartbeatAt: at(-200_000) });
}
