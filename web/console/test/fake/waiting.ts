import type { Batch, Execution, Strategy } from "../../src/api/contract.ts";
import { countExecutions } from "../../src/batch/counts.ts";
import { ONE_WAVE } from "../examples.ts";
import { ME } from "./me.ts";
import { at } from "./time.ts";

export type WholeBatch = Batch & { executions: Execution[] };

/** An execution that has not begun. */
export function waitingExecution(on: Pick<Execution, "id" | "index" | "operatorId" | "hostname">): Execution {
    return {
        ...on,
        state: "WAITING",
        exitCode: null,
        startedAt: null,
        finishedAt: null,
        durationMs: null,
        stdoutBytes: 0,
        stderrBytes: 0,
        stdoutSha256: null,
        stderrSha256: null,
        message: null,
    };
}

/** A batch that has not begun, in one wave. */
export function waitingBatch(
    { proposalId, command, strategy }: { proposalId: string; command: string; strategy: Strategy },
    executions: Execution[],
): WholeBatch {
    return {
        id: batchOf(proposalId),
        proposalId,
        state: "WAITING",
        command,
        strategy,
        targetCount: executions.length,
        counts: countExecutions(executions),
        waves: ONE_WAVE,
        records: { controlPlane: 0, over: 0 },
        requestedBy: ME,
        createdAt: at(),
        startedAt: null,
        finishedAt: null,
        executions,
    };
}

export function batchOf(proposalId: string): string {
    return `ba${proposalId.slice(2)}`;
}
