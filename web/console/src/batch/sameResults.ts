import type { Execution } from "../api/contract.ts";

/** Finished executions with the same exit code and the same bytes on both streams together; all others stay alone. */
export function sameResults(executions: readonly Execution[]): Execution[][] {
    const groups = new Map<string, Execution[]>();
    for (const execution of executions) {
        const { state, exitCode, stdoutSha256, stderrSha256 } = execution;
        const comparable = state === "FINISHED" && stdoutSha256 !== null && stderrSha256 !== null;
        const key = comparable ? `${exitCode} ${stdoutSha256} ${stderrSha256}` : execution.id;
        const group = groups.get(key);
        if (group) group.push(execution);
        else groups.set(key, [execution]);
    }
    return [...groups.values()];
}
