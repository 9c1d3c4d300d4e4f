import type { Execution, ExecutionState } from "../api/contract.ts";
import { isSettled, outcome } from "./counts.ts";

/** Hosts with the same result; the output of the first is that of all. */
export type Fold = readonly [Execution, ...Execution[]];

export interface Folds {
    /** What went wrong first, then what few hosts say; what never began at the end. */
    readonly folds: readonly Fold[];
    /** The largest fold that has finished, with which others are compared. */
    readonly usual: Fold | null;
    /** Hosts without a result so far. */
    readonly open: number;
}

/**
 * Equal results together: same state, exit code and message, and the same bytes on both streams. The control plane's
 * `Folding` has the same rule but names only a few hosts of each fold; the same examples hold both to it.
 */
export function fold(executions: readonly Execution[]): Folds {
    const folds = new Map<string, [Execution, ...Execution[]]>();
    let open = 0;
    for (const execution of executions) {
        const { state, exitCode, stdoutSha256, stderrSha256, message } = execution;
        if (!hasResult(state)) {
            open++;
            continue;
        }
        const key = `${state} ${exitCode} ${stdoutSha256} ${stderrSha256} ${message}`;
        const known = folds.get(key);
        if (known) known.push(execution);
        else folds.set(key, [execution]);
    }
    const all = [...folds.values()];
    const finished = all.filter(([first]) => first.state === "FINISHED");
    return {
        folds: all.sort((a, b) => rank(a[0]) - rank(b[0]) || a.length - b.length || a[0].index - b[0].index),
        usual: finished.reduce<Fold | null>(
            (most, each) =>
                !most || each.length > most.length || (each.length === most.length && each[0].index < most[0].index)
                    ? each
                    : most,
            null,
        ),
        open,
    };
}

/** A host that has not answered in time is told as such, until its late answer takes the place of that. */
function hasResult(state: ExecutionState): boolean {
    return isSettled(state) || state === "UNKNOWN";
}

function rank(execution: Execution): number {
    switch (outcome(execution)) {
        case "failed":
        case "refused":
        case "interrupted":
        case "unknown":
            return 0;
        case "succeeded":
            return 1;
        default:
            return 2;
    }
}
