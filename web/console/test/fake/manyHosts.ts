import { createHash } from "node:crypto";
import type { Execution } from "../../src/api/contract.ts";
import { countExecutions } from "../../src/batch/counts.ts";
import { perform } from "./commands.ts";
import { Spool } from "./Spool.ts";
import { at } from "./time.ts";
import { waitingBatch, waitingExecution } from "./waiting.ts";
import type { World } from "./World.ts";

const COMMAND = "status";

/** A batch over very many hosts that has begun and of which nothing has come yet. */
export function begin(world: World, hosts: number): string {
    const number = world.id("pr").slice(2);
    const executions = Array.from({ length: hosts }, (_, index): Execution => ({
        ...waitingExecution({
            id: digest(`${number} ${index}`),
            index,
            operatorId: `op_${String(index).padStart(26, "0")}`,
            hostname: `host-${String(index).padStart(5, "0")}`,
        }),
        name: `sim-${index}`,
        startedAt: at(),
    }));
    const batch = waitingBatch({ proposalId: `pr${number}`, command: COMMAND, strategy: "parallel" }, executions);
    world.batches.all.set(batch.id, { ...batch, state: "RUNNING", cancelling: false, startedAt: at() });
    return batch.id;
}

/** The results of the hosts from `from` up to before `to`, told one by one. */
export function answer(world: World, batchId: string, from: number, to: number): void {
    const { executions } = world.batches.get(batchId);
    for (let index = from; index < to; index++) {
        const before = executions[index] as Execution;
        const spool = new Spool();
        let exitCode = 0;
        for (const piece of perform(COMMAND, before.hostname ?? "", index)) {
            if ("exit" in piece) exitCode = piece.exit;
            else if ("bytes" in piece) spool.append(piece.stream, piece.bytes);
        }
        world.batches.spools.set(before.id, spool);
        const execution: Execution = {
            ...before,
            state: "FINISHED",
            exitCode,
            finishedAt: at(),
            durationMs: 40 + (index % 17),
            stdoutBytes: spool.sizes.stdout,
            stderrBytes: spool.sizes.stderr,
            stdoutSha256: digest(Buffer.concat(spool.streams.stdout)),
            stderrSha256: digest(Buffer.concat(spool.streams.stderr)),
        };
        executions[index] = execution;
        world.tell("execution", { batchId, execution });
    }
}

/** Nothing more comes. */
export function end(world: World, batchId: string): void {
    const batch = world.batches.get(batchId);
    world.batches.all.set(batchId, {
        ...batch,
        state: "FAILED",
        finishedAt: at(),
        counts: countExecutions(batch.executions),
    });
    world.tell("batch", { id: batchId });
}

function digest(content: string | Buffer): string {
    return createHash("sha256").update(content).digest("hex");
}
