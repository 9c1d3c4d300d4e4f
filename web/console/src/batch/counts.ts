import type { Batch, BatchState, Counts, Execution, ExecutionState } from "../api/contract.ts";
import type { Tone } from "../fleet/status.ts";

/** Who keeps what a batch's commands printed: "on the hosts", "kept here", "2 of 3 kept here". */
export function keeper({
    records: { controlPlane, over },
    targetCount,
}: Pick<Batch, "records" | "targetCount">): string {
    const handedOver = controlPlane + over;
    if (handedOver === 0) return targetCount === 1 ? "on the host" : "on the hosts";
    if (controlPlane === 0) return "was kept here, and its time is over";
    return handedOver === targetCount ? "kept here" : `${handedOver} of ${targetCount} kept here`;
}

export function noCounts(): Counts {
    return {
        waiting: 0,
        dispatched: 0,
        running: 0,
        succeeded: 0,
        failed: 0,
        refused: 0,
        interrupted: 0,
        voided: 0,
        skipped: 0,
        undelivered: 0,
        unknown: 0,
    };
}

/** Which of the counts an execution belongs to. */
export function outcome(execution: Pick<Execution, "state" | "exitCode">): keyof Counts {
    switch (execution.state) {
        case "WAITING":
            return "waiting";
        case "DISPATCHED":
            return "dispatched";
        case "RUNNING":
            return "running";
        case "FINISHED":
            return execution.exitCode === 0 ? "succeeded" : "failed";
        case "REFUSED":
            return "refused";
        case "INTERRUPTED":
            return "interrupted";
        case "VOIDED":
            return "voided";
        case "SKIPPED":
            return "skipped";
        case "UNDELIVERED":
            return "undelivered";
        case "UNKNOWN":
            return "unknown";
    }
}

export function countExecutions(executions: readonly Execution[]): Counts {
    const counts = noCounts();
    for (const execution of executions) counts[outcome(execution)]++;
    return counts;
}

export const OUTCOME_WORDS: Record<keyof Counts, { label: string; tone: Tone; meaning: string }> = {
    running: { label: "running", tone: "accent", meaning: "The command is running on the host." },
    dispatched: { label: "sent", tone: "accent", meaning: "The order has left for the host." },
    waiting: { label: "waiting", tone: "quiet", meaning: "Not sent yet." },
    succeeded: { label: "ok", tone: "good", meaning: "Finished with exit code 0." },
    failed: { label: "failed", tone: "bad", meaning: "Finished with another exit code than 0." },
    refused: {
        label: "refused",
        tone: "bad",
        meaning: "Refused by the operator's own gate, or not delivered because it may not be any more.",
    },
    interrupted: {
        label: "interrupted",
        tone: "warn",
        meaning: "The run was cut off (stopped, or the operator went down). It is not run again by itself.",
    },
    voided: { label: "voided", tone: "warn", meaning: "Never began, and can no longer begin." },
    skipped: {
        label: "skipped",
        tone: "quiet",
        meaning: "Left out because an earlier host failed or the batch was stopped.",
    },
    undelivered: {
        label: "not delivered",
        tone: "warn",
        meaning: "The host was away until the time for delivering the order was over; nothing ran.",
    },
    unknown: {
        label: "unknown",
        tone: "warn",
        meaning: "The host has not answered; only its own signed answer ends this state.",
    },
};

export const BATCH_WORDS: Record<BatchState, { label: string; tone: Tone }> = {
    WAITING: { label: "Waiting for approval", tone: "warn" },
    RUNNING: { label: "Running", tone: "accent" },
    COMPLETED: { label: "Completed", tone: "good" },
    FAILED: { label: "Failed", tone: "bad" },
    STOPPED: { label: "Stopped", tone: "bad" },
    CANCELLED: { label: "Cancelled", tone: "quiet" },
};

export function isOver(state: BatchState): boolean {
    return state !== "WAITING" && state !== "RUNNING";
}

/** Whether `news` is of an earlier moment than `known`: nothing of a batch ever goes back. */
export function isEarlier(news: Batch, known: Batch): boolean {
    const [a, b] = [moment(news), moment(known)];
    const differing = a.findIndex((value, place) => value !== b[place]);
    return differing >= 0 && (a[differing] ?? 0) < (b[differing] ?? 0);
}

function moment({ state, cancelling, waves }: Batch): number[] {
    const phase = isOver(state) ? 3 : cancelling ? 2 : state === "RUNNING" ? 1 : 0;
    return [phase, waves.begun, waves.halt ? 1 : 0, waves.goAheads.length];
}

/** How far an execution has come; it never goes back. */
export function progress(state: ExecutionState): number {
    switch (state) {
        case "WAITING":
            return 0;
        case "DISPATCHED":
            return 1;
        case "RUNNING":
            return 2;
        case "UNKNOWN":
            return 3;
        case "FINISHED":
        case "REFUSED":
        case "INTERRUPTED":
        case "VOIDED":
        case "SKIPPED":
        case "UNDELIVERED":
            return 4;
    }
}

/** Whether a host may keep output of it. */
export function hasOutput(state: ExecutionState): boolean {
    switch (state) {
        case "RUNNING":
        case "FINISHED":
        case "INTERRUPTED":
        case "UNKNOWN":
            return true;
        case "WAITING":
        case "DISPATCHED":
        case "REFUSED":
        case "VOIDED":
        case "SKIPPED":
        case "UNDELIVERED":
            return false;
    }
}

/** True when nothing more will come of this execution by itself. */
export function isSettled(state: ExecutionState): boolean {
    switch (state) {
        case "WAITING":
        case "DISPATCHED":
        case "RUNNING":
        case "UNKNOWN":
            return false;
        case "FINISHED":
        case "REFUSED":
        case "INTERRUPTED":
        case "VOIDED":
        case "SKIPPED":
        case "UNDELIVERED":
            return true;
    }
}
