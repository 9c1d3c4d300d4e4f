import { createHash } from "node:crypto";
import type { Approval, Batch, Execution, Limits, StreamName } from "../../src/api/contract.ts";
import { countExecutions, isOver } from "../../src/batch/counts.ts";
import { perform } from "./commands.ts";
import { wavesOf } from "./limits.ts";
import { ME } from "./me.ts";
import { Refusal } from "./Refusal.ts";
import { Spool } from "./Spool.ts";
import { at, pause } from "./time.ts";
import type { WholeBatch } from "./waiting.ts";

/** Batches, and what their hosts keep of them, carried out in memory. */
export class Batches {
    readonly all = new Map<string, WholeBatch>();
    readonly spools = new Map<string, Spool>();
    stopped = false;
    private cancelled = new Set<string>();

    constructor(private readonly tell: (name: string, data: unknown) => void) {}

    add(batch: WholeBatch): void {
        this.all.set(batch.id, batch);
        this.tellOf(batch.id);
    }

    get(id: string): WholeBatch {
        const batch = this.all.get(id);
        if (!batch) throw Refusal.notFound("batch");
        return batch;
    }

    goOn(id: string, wave: number): Batch {
        const { waves } = this.get(id);
        if (!waves.halt?.asks || wave !== waves.begun + 1)
            throw new Refusal(409, "nothing-to-decide", "That wave does not wait.", "See how far the batch is.");
        const goAheads = [...waves.goAheads, { wave, by: ME, at: at(), address: "127.0.0.1" }];
        this.change(id, { waves: { ...waves, halt: { ...waves.halt, asks: false }, goAheads } });
        return this.get(id);
    }

    cancel(id: string): Batch {
        this.get(id);
        this.cancelled.add(id);
        return this.get(id);
    }

    async carryOut({ batchId: id, strategy, limits, targetCount }: Approval): Promise<void> {
        this.change(id, { state: "RUNNING", startedAt: at() });
        for (const [place, wave] of wavesOf(strategy, limits, targetCount).entries()) {
            if (place > 0 && limits.askEachWave && !this.isOver(id, limits)) await this.asked(id, wave.length);
            this.change(id, { waves: { ...this.get(id).waves, begun: place + 1, halt: null } });
            for (let from = 0; from < wave.length; from += limits.atOnce)
                await Promise.all(
                    wave.slice(from, from + limits.atOnce).map((index) => this.startOrSkip(id, index, limits)),
                );
        }
        const bad = this.get(id).executions.some((each) => each.state !== "FINISHED" || each.exitCode !== 0);
        this.change(id, {
            state: this.cancelled.has(id)
                ? "CANCELLED"
                : this.get(id).counts.skipped > 0
                  ? "STOPPED"
                  : bad
                    ? "FAILED"
                    : "COMPLETED",
            finishedAt: at(),
        });
    }

    /** Whether nothing more may start. */
    private isOver(id: string, { failures }: Limits): boolean {
        return this.cancelled.has(id) || this.get(id).counts.failed > failures;
    }

    private async asked(id: string, hosts: number): Promise<void> {
        const halt = { hosts, since: at(), until: at(), asks: true };
        this.change(id, { waves: { ...this.get(id).waves, halt } });
        while (this.get(id).waves.halt?.asks && !this.cancelled.has(id) && !this.stopped) await pause(5);
    }

    private async startOrSkip(id: string, index: number, limits: Limits): Promise<void> {
        if (this.isOver(id, limits)) this.changeExecution(id, index, { state: "SKIPPED" });
        else await this.execute(id, this.get(id).executions[index] as Execution);
    }

    private async execute(id: string, { id: executionId, index, hostname }: Execution): Promise<void> {
        const began = Date.now();
        const spool = new Spool();
        this.spools.set(executionId, spool);
        this.changeExecution(id, index, { state: "RUNNING", startedAt: at() });
        await pause(5);
        const sizes = () => ({ stdoutBytes: spool.sizes.stdout, stderrBytes: spool.sizes.stderr });
        for (const piece of perform(this.get(id).command, hostname ?? "host", index)) {
            if (this.stopped) return;
            if (this.cancelled.has(id)) {
                this.changeExecution(id, index, {
                    state: "INTERRUPTED",
                    finishedAt: at(),
                    durationMs: Date.now() - began,
                    ...sizes(),
                    message: "Stopped by owner.",
                });
                return;
            }
            if ("waitMs" in piece) await pause(piece.waitMs);
            else if ("exit" in piece) {
                this.changeExecution(id, index, {
                    state: "FINISHED",
                    exitCode: piece.exit,
                    finishedAt: at(),
                    durationMs: Date.now() - began,
                    ...sizes(),
                    ...hashes(spool),
                });
                return;
            } else {
                spool.append(piece.stream, piece.bytes);
                this.tell("spool", id);
                if (spool.sizes.stdout > 150_000_000) await pause(50);
                await pause(0);
            }
        }
    }

    private changeExecution(id: string, index: number, differing: Partial<Execution>): void {
        const batch = this.get(id);
        const execution = { ...(batch.executions[index] as Execution), ...differing };
        const executions = batch.executions.with(index, execution);
        this.all.set(id, { ...batch, executions, counts: countExecutions(executions) });
        this.tell("execution", { batchId: id, execution });
    }

    change(id: string, differing: Partial<Batch>): void {
        this.all.set(id, { ...this.get(id), ...differing, executions: this.get(id).executions });
        this.tellOf(id);
    }

    private tellOf(id: string): void {
        const { executions: _, ...rest } = this.get(id);
        this.tell("batch", rest);
    }

    over(id: string): boolean {
        return isOver(this.get(id).state);
    }
}

function hashes(spool: Spool): Pick<Execution, "stdoutSha256" | "stderrSha256"> {
    const of = (stream: StreamName) => createHash("sha256").update(Buffer.concat(spool.streams[stream])).digest("hex");
    return { stdoutSha256: of("stdout"), stderrSha256: of("stderr") };
}
