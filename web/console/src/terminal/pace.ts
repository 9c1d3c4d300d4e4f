import type { ProposalRequest, Strategy } from "../api/contract.ts";

/** In which order hosts are reached, as it was typed; an empty field leaves it to the control plane. */
export interface Pace {
    strategy: Strategy;
    atOnce: string;
    canary: string;
    failures: string;
    pauseSeconds: string;
    /** How long the approval holds. */
    hours: string;
    /** How long hosts that are away are waited for. */
    awayMinutes: string;
    askEachWave: boolean;
}

export const ONE_BY_ONE: Pace = {
    strategy: "sequential",
    atOnce: "",
    canary: "",
    failures: "",
    pauseSeconds: "",
    hours: "",
    awayMinutes: "",
    askEachWave: false,
};

export const STRATEGY_WORDS: Record<Strategy, { label: string; meaning: string }> = {
    sequential: { label: "One by one", meaning: "One host after the other." },
    rolling: { label: "In waves", meaning: "A wave of hosts starts when the one before is done." },
    canary: { label: "Canary first", meaning: "A few hosts first; if none of them fails, all others." },
    parallel: { label: "In parallel", meaning: "All hosts at once." },
};

/** Which limits mean something for a strategy. */
export const LIMITS_OF: Record<Strategy, { atOnce: boolean; canary: boolean; waves: boolean }> = {
    sequential: { atOnce: false, canary: false, waves: false },
    rolling: { atOnce: true, canary: true, waves: true },
    canary: { atOnce: true, canary: true, waves: true },
    parallel: { atOnce: true, canary: false, waves: false },
};

const AMOUNT = /^\d{1,6}%?$/;
const MAX_PAUSE = 86_400;
const MAX_HOURS = 24;
const HOUR = 3_600;
const MINUTE = 60;
const MINUTES_AN_HOUR = 60;

/** What cannot be sent, in words, or null. */
export function objection(pace: Pace): string | null {
    const used = LIMITS_OF[pace.strategy];
    const amounts = [pace.failures, used.atOnce ? pace.atOnce : "", used.canary ? pace.canary : ""];
    if (amounts.some((amount) => amount.trim() !== "" && !AMOUNT.test(amount.trim())))
        return "A number of hosts is like 10 or like 10%.";
    const pause = pace.pauseSeconds.trim();
    if (used.waves && pause !== "" && !(/^\d+$/.test(pause) && Number(pause) <= MAX_PAUSE))
        return "A pause is a number of seconds, at most a day.";
    const hours = pace.hours.trim();
    if (used.waves && hours !== "" && !(/^[1-9]\d?$/.test(hours) && Number(hours) <= MAX_HOURS))
        return "All waves are done within 1 to 24 hours.";
    const away = pace.awayMinutes.trim();
    const held = heldMinutes(pace);
    if (away !== "" && !(/^[1-9]\d*$/.test(away) && Number(away) <= held))
        return `Hosts that are away are waited for between 1 and ${held.toLocaleString("en")} minutes, while the approval holds.`;
    return null;
}

/** How long the approval will hold if it is asked for like this, in minutes. */
export function heldMinutes({ strategy, hours }: Pace): number {
    return LIMITS_OF[strategy].waves && Number(hours) > 0 ? Number(hours) * MINUTES_AN_HOUR : MINUTES_AN_HOUR;
}

/** The part of a proposal that says it; fields that mean nothing for its strategy are left out. */
export function paceRequest(pace: Pace): Partial<ProposalRequest> {
    const { atOnce, canary, waves } = LIMITS_OF[pace.strategy];
    return {
        strategy: pace.strategy,
        ...(atOnce ? said("atOnce", pace.atOnce) : {}),
        ...(canary ? said("canary", pace.canary) : {}),
        ...said("failures", pace.failures),
        ...(waves && pace.pauseSeconds.trim() ? { pauseSeconds: Number(pace.pauseSeconds.trim()) } : {}),
        ...(waves && pace.hours.trim() ? { validSeconds: Number(pace.hours.trim()) * HOUR } : {}),
        ...(pace.awayMinutes.trim() ? { deliverSeconds: Number(pace.awayMinutes.trim()) * MINUTE } : {}),
        ...(waves && pace.askEachWave ? { askEachWave: true } : {}),
    };
}

function said(field: "atOnce" | "canary" | "failures", text: string): Partial<ProposalRequest> {
    return text.trim() ? { [field]: text.trim() } : {};
}
