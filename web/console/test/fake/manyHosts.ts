import { createHash } from "node:crypto";
import type { Execution } from "../../src/api/contract.ts";
import { countExecutions } from "../../src/batch/counts.ts";
import { ONE_WAVE } from "../examples.ts";
import { perform } from "./commands.ts";
import { Spool } from "./Spool.ts";
import { at, ME, type World } from "./World.ts";

const COMMAND = "status";

/** A batch over very many hosts that has begun and of which nothing has come yet. */
export function begin(world: World, hosts: number): string {
    const number = world.id("pr").slice(2);
    const executions = Array.from({ length: hosts }, (_, index): Execution => {
        return {
            id: digest(`${number} ${index}`),
            index,
            operatorId: `op_${String(index).padStart(26, "0")}`,
            name: `sim-${index}`,
            hostname: `host-${String(index).padStart(5, "0")}`,
            state: "WAITING",
            exitCode: null,
            startedAt: at(),
            finishedAt: null,
            durationMs: null,
            stdoutBytes: 0,
            stderrBytes: 0,
            stdoutSha256: null,
            stderrSha256: null,
            message: null,
        };
    });
    world.batches.set(`ba${number}`, {
        id: `ba${number}`,
        proposalId: `pr${number}`,
        state: "RUNNING",
        cancelling: false,
        command: COMMAND,
        strategy: "parallel",
        targetCount: hosts,
        counts: countExecutions(executions),
        waves: ONE_WAVE,
        records: { controlPlane: 0, over: 0 },
        requestedBy: ME,
        createdAt: at(),
        startedAt: at(),
        finishedAt: null,
        executions,
    });
    return `ba${number}`;
}

/** The results of the hosts from `from` up to before `to`, told one by one. */
export function answer(world: World, batchId: string, from: number, to: number): void {
    const { executions } = world.batch(batchId);
    for (let index = from; index < to; index++) {
        const before = executions[index] as Execution;
        const spool = new Spool();
        let exitCode = 0;
        for (const piece of perform(COMMAND, before.hostname ?? "", index)) {
            if ("exit" in piece) exitCode = piece.exit;
            else if ("bytes" in piece) spool.append(piece.stream, piece.bytes);
        }
        world.spools.set(before.id, spool);
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
    const batch = world.batch(batchId);
    world.batches.set(batchId, {
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
