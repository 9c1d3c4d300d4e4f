import type { Approval } from "../api/contract.ts";
import { plural } from "../ui/amount.ts";

type Ordered = Pick<Approval, "strategy" | "limits" | "targetCount">;

/** In which order hosts are reached and what ends it: "waves of 10, 30 s between them, stops at the first failure". */
export function orderWords(asked: Ordered): string {
    const { pauseSeconds, askEachWave, deliverSeconds } = asked.limits;
    return [
        reach(asked),
        ...(pauseSeconds > 0 ? [`${pauseSeconds.toLocaleString("en")} s between waves`] : []),
        ...(askEachWave ? ["asks before each further wave"] : []),
        stop(asked),
        ...(deliverSeconds > 0
            ? [`waits for hosts that are away until ${deliverSeconds.toLocaleString("en")} s after it was asked`]
            : []),
    ].join(", ");
}

function reach({ strategy, limits, targetCount }: Ordered): string {
    const { atOnce, canary } = limits;
    const first = canary > 0 ? `first ${plural(canary, "host")}, none of which may fail, then ` : "";
    const limited = atOnce < targetCount ? `at most ${atOnce.toLocaleString("en")} at the same time` : "";
    switch (strategy) {
        case "sequential":
            return "one after another";
        case "parallel":
            return limited || "all at the same time";
        case "canary":
            return `${first}the others${limited ? `, ${limited}` : " at the same time"}`;
        case "rolling":
            return `${first}waves of ${atOnce.toLocaleString("en")}`;
    }
}

function stop({ limits: { failures }, targetCount }: Ordered): string {
    if (failures === 0) return "stops at the first failure";
    return failures < targetCount
        ? `stops when more than ${failures.toLocaleString("en")} failed`
        : "goes on after failures";
}
