import type { Operator } from "../api/contract.ts";

/** How long an operator may be silent before its status says so; the control plane counts the same and tells nobody when it is over. */
const SILENCE_MS = 60_000;

/** The operator as it stands at a time, without further word of it; the same object when nothing changes by waiting. */
export function asOf(operator: Operator, at: number): Operator {
    const { status, lastHeartbeatAt, boundSession } = operator;
    if (status !== "ACTIVE" && status !== "BOUND") return operator;
    if (lastHeartbeatAt === null || at - Date.parse(lastHeartbeatAt) < SILENCE_MS) return operator;
    return { ...operator, status: boundSession === null ? "OFFLINE" : "STALE" };
}
