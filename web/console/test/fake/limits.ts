import type { Limits, ProposalRequest } from "../../src/api/contract.ts";

/** The plain numbers a proposal's amounts mean for `hosts` hosts. */
export function limitsOf(request: ProposalRequest, hosts: number): Limits {
    const strategy = request.strategy ?? "sequential";
    const usual = { sequential: "1", rolling: "10%", canary: "100%", parallel: "100%" }[strategy];
    return {
        atOnce: Math.max(1, amount(request.atOnce ?? usual, hosts)),
        canary: amount(request.canary ?? (strategy === "canary" ? "1" : "0"), hosts),
        failures: amount(request.failures ?? (strategy === "parallel" ? "100%" : "0"), hosts),
        pauseSeconds: request.pauseSeconds ?? 0,
        askEachWave: request.askEachWave ?? false,
        deliverSeconds: request.deliverSeconds ?? 0,
    };
}

/** The indexes of each wave. */
export function wavesOf(strategy: ProposalRequest["strategy"], limits: Limits, hosts: number): number[][] {
    const all = Array.from({ length: hosts }, (_, index) => index);
    const size = strategy === "rolling" ? limits.atOnce : hosts;
    const waves = limits.canary > 0 ? [all.slice(0, limits.canary)] : [];
    for (let from = limits.canary; from < hosts; from += size) waves.push(all.slice(from, from + size));
    return waves;
}

function amount(text: string, hosts: number): number {
    return text.endsWith("%") ? Math.floor((hosts * Number(text.slice(0, -1))) / 100) : Number(text);
}
