import type { Approval, Profile, Target, Vote } from "../api/contract.ts";

/** Whether every host is named. */
export function isWhole({ targets, targetCount }: Approval): boolean {
    return targets.length === targetCount;
}

/**
 * What is known after `news`: a question is only ever decided, never opened again, so an answer from before must not
 * take the place of one from after. Lists and events name only the first hosts of a large proposal, which never change.
 */
export function furthest(known: Approval | undefined, news: Approval): Approval {
    if (!known) return news;
    const approval = isBehind(news, known) ? known : news;
    return known.targets.length > approval.targets.length ? { ...approval, targets: known.targets } : approval;
}

function isBehind(news: Approval, known: Approval): boolean {
    if (news.state !== "PENDING") return false;
    return known.state !== "PENDING" || news.votes.length < known.votes.length;
}

export function agreed({ votes }: Approval): Vote[] {
    return votes.filter((vote) => vote.answer === "YES");
}

/** Whether one yes of anybody is not enough. */
export function needsOthers({ quorum, requesterMayApprove }: Approval): boolean {
    return quorum > 1 || !requesterMayApprove;
}

/** Why `member` cannot say yes (again), or null when they can. */
export function bar(approval: Approval, member: string | null): "agreed" | "asked" | null {
    if (approval.state !== "PENDING" || member === null) return null;
    if (agreed(approval).some((vote) => vote.by.id === member)) return "agreed";
    return !approval.requesterMayApprove && approval.requestedBy.id === member ? "asked" : null;
}

/** How far those are who have to agree: "1 of 2 agreed, waiting for another person". */
export function standing(approval: Approval): string {
    const yes = agreed(approval).length;
    const left = approval.quorum - yes;
    const so = `${yes} of ${approval.quorum} agreed`;
    if (approval.state !== "PENDING" || left <= 0) return so;
    return `${so}, waiting for ${left === 1 ? (yes > 0 ? "another person" : "one person") : `${left} ${yes > 0 ? "more " : ""}people`}`;
}

/** The hosts whose operators keep no records, so that what is printed there is kept in the control plane. */
export function keptHere({ targets }: Approval): Target[] {
    return targets.filter((target) => target.records === "control-plane");
}

export const CONFINED: Record<Profile, { words: string; confined: boolean }> = {
    look: { words: "Runs confined: cannot change anything", confined: true },
    inspect: { words: "Runs confined: cannot change anything, may ask local services", confined: true },
    change: { words: "Runs confined: cannot touch protected system paths", confined: true },
    system: { words: "Runs unconfined: changes the system", confined: false },
};
