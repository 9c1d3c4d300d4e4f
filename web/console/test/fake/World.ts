import { createHash, randomBytes } from "node:crypto";
import type {
    Approval,
    Batch,
    Execution,
    Limits,
    NewKey,
    Operator,
    Person,
    ProposalRequest,
    Proposed,
    StreamName,
    Vote,
} from "../../src/api/contract.ts";
import { countExecutions, isOver } from "../../src/batch/counts.ts";
import { ONE_WAVE, operator as example } from "../examples.ts";
import { judge, perform } from "./commands.ts";
import { limitsOf, wavesOf } from "./limits.ts";
import { Spool } from "./Spool.ts";

export const ME = { id: "mb_00000000000000000000000001", name: "owner" };
export const SESSION = "se_00000000000000000000000001";

/** A refusal the fake server answers with. */
export class Refusal extends Error {
    constructor(
        readonly status: number,
        readonly code: string,
        readonly detail: string,
        readonly advice: string,
        readonly more: Record<string, unknown> = {},
    ) {
        super(detail);
    }
}

type Listener = (name: string, data: unknown) => void;

/** Operators, approvals and batches as the control plane would keep them, in memory. */
export class World {
    operators: Operator[] = [];
    approvals = new Map<string, Approval>();
    batches = new Map<string, Batch & { executions: Execution[] }>();
    spools = new Map<string, Spool>();
    private attempts = new Map<string, Proposed>();
    private listeners = new Set<Listener>();
    private ids = 0;
    cancelled = new Set<string>();
    stopped = false;
    secondsToDecide = 300;
    quorum = 1;
    requesterMayApprove = true;

    listen(listener: Listener): () => void {
        this.listeners.add(listener);
        return () => this.listeners.delete(listener);
    }

    tell(name: string, data: unknown): void {
        for (const listener of [...this.listeners]) listener(name, data);
    }

    id(prefix: string): string {
        return `${prefix}_${String(++this.ids).padStart(26, "0")}`;
    }

    add(differing: Partial<Operator>): Operator {
        const index = this.operators.length + 1;
        const operator = example(index, {
            lastHeartbeatAt: at(),
            enrolledAt: at(-86_400),
            createdAt: at(-90_000),
            ...differing,
        });
        this.operators.push(operator);
        return operator;
    }

    change(id: string, differing: Partial<Operator>): Operator {
        const place = this.operators.findIndex((each) => each.id === id);
        const before = this.operators[place];
        if (!before)
            throw new Refusal(404, "not-found", "There is no such operator.", "Check the id; lists show what exists.");
        const after = { ...before, ...differing };
        this.operators[place] = after;
        this.tell("operator", after);
        return after;
    }

    issueKey(operator: Operator): NewKey {
        const apiKey = `dok_${operator.id.slice(3)}_${randomBytes(33).toString("hex").slice(0, 52)}`;
        const pin = createHash("sha256").update("key").digest("base64");
        return {
            operator,
            apiKey,
            installCommand: `curl -fsSk --pinnedpubkey 'sha256//${pin}' https://127.0.0.1:8443/drop | DROPOPS_OPERATOR_API_KEY=${apiKey} bash -s -- `,
        };
    }

    bind(id: string): Operator {
        const operator = this.operators.find((each) => each.id === id);
        if (operator?.boundSession && !operator.boundToMe) {
            throw new Refusal(
                409,
                "bound-elsewhere",
                `${operator.name} is bound to another session.`,
                "Wait until it is free, or ask its holder to unbind it.",
            );
        }
        return this.change(id, { status: "BOUND", boundToMe: true, boundSession: SESSION });
    }

    propose(request: ProposalRequest, attempt: string | undefined): Proposed {
        const before = attempt ? this.attempts.get(attempt) : undefined;
        if (before) return before;
        const bound = this.operators.filter((each) => each.boundToMe);
        const wanted = request.targets.split(",");
        const targets =
            request.targets === "all"
                ? bound
                : this.operators.filter((each) => wanted.includes(each.id) || wanted.includes(each.name));
        if (targets.length === 0)
            throw new Refusal(
                422,
                "no-targets",
                "No operator matches.",
                "Bind an operator first: `./dropops bind NAME`.",
            );
        const { diff, ...verdict } = judge(request.action.command);
        if (verdict.kind === "DENY") {
            throw new Refusal(
                422,
                "denied-by-guard",
                "The guard denies this: it raises privileges.",
                "Run it without raised privileges.",
                { effects: verdict.effects },
            );
        }
        const limits = limitsOf(request, targets.length);
        const id = this.id("pr");
        const batchId = `ba${id.slice(2)}`;
        const approval: Approval = {
            id,
            batchId,
            state: verdict.kind === "ALLOW" ? "AUTOMATIC" : "PENDING",
            digest: createHash("sha256")
                .update(JSON.stringify(request) + id)
                .digest("hex"),
            action: request.action,
            targets: targets.map((each) => ({
                operatorId: each.id,
                name: each.name,
                hostname: each.host?.hostname ?? null,
                records: each.host?.records ?? "host",
            })),
            targetCount: targets.length,
            strategy: request.strategy ?? "sequential",
            limits,
            risk: verdict.risk,
            effects: verdict.effects,
            profile: verdict.profile,
            reasons: verdict.reasons,
            reason: request.reason ?? null,
            diff,
            requestedBy: ME,
            requestedFrom: "127.0.0.1",
            requestedAt: at(),
            expiresAt: at(this.secondsToDecide),
            quorum: this.quorum,
            requesterMayApprove: this.requesterMayApprove,
            votes: [],
            decidedBy: null,
            decidedAt: null,
            selfApproved: false,
            feedback: null,
        };
        this.approvals.set(id, approval);
        const executions = targets.map((each, index): Execution => ({
            id: createHash("sha256")
                .update(id + index)
                .digest("hex"),
            index,
            operatorId: each.id,
            hostname: each.host?.hostname ?? null,
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
        }));
        this.batches.set(batchId, {
            id: batchId,
            proposalId: id,
            state: "WAITING",
            command: request.action.command,
            strategy: approval.strategy,
            targetCount: targets.length,
            counts: countExecutions(executions),
            waves: {
                ...ONE_WAVE,
                count: wavesOf(approval.strategy, limits, targets.length).length,
            },
            records: { controlPlane: 0, over: 0 },
            requestedBy: ME,
            createdAt: at(),
            startedAt: null,
            finishedAt: null,
            executions,
        });
        this.tell("approval", approval);
        this.tellBatch(batchId);
        if (verdict.kind === "ALLOW") void this.carryOut(batchId);
        const proposed = { proposal: approval, batchId, verdict };
        if (attempt) this.attempts.set(attempt, proposed);
        return proposed;
    }

    private pending(id: string): Approval {
        const approval = this.approvals.get(id);
        if (!approval)
            throw new Refusal(404, "not-found", "There is no such proposal.", "Check the id; lists show what exists.");
        if (approval.state !== "PENDING")
            throw new Refusal(409, "already-decided", "This was decided already.", "Look at the approvals.");
        return approval;
    }

    agree(id: string, typed: string, by: Person = ME): Approval {
        const approval = this.pending(id);
        const [only] = approval.targets;
        const expected = approval.targetCount === 1 ? only?.hostname : `${approval.targetCount} hosts`;
        if (approval.risk === "HIGH" && typed.replaceAll(",", "") !== expected)
            throw new Refusal(
                422,
                "not-confirmed",
                "This is of high risk, and what was typed does not confirm it.",
                "Look the hosts up.",
            );
        if (approval.votes.some((vote) => vote.by.id === by.id))
            throw new Refusal(409, "already-agreed", "You have agreed already.", "Ask another member to decide.");
        const votes: Vote[] = [...approval.votes, { by, answer: "YES", at: at(), address: "127.0.0.1" }];
        const agreed = { ...approval, votes };
        if (votes.length < approval.quorum) return this.show(agreed);
        const decided = this.show({
            ...agreed,
            state: "GRANTED",
            decidedBy: by,
            decidedAt: at(),
            selfApproved: by.id === approval.requestedBy.id,
        });
        void this.carryOut(decided.batchId);
        return decided;
    }

    deny(id: string, feedback: string | null): Approval {
        const approval = this.pending(id);
        const decided = this.show({
            ...approval,
            state: "DENIED",
            votes: [...approval.votes, { by: ME, answer: "NO", at: at(), address: "127.0.0.1" }],
            decidedBy: ME,
            decidedAt: at(),
            feedback,
        });
        this.changeBatch(decided.batchId, { state: "CANCELLED", finishedAt: at() });
        return decided;
    }

    private show(approval: Approval): Approval {
        this.approvals.set(approval.id, approval);
        this.tell("approval", approval);
        return approval;
    }

    batch(id: string): Batch & { executions: Execution[] } {
        const batch = this.batches.get(id);
        if (!batch)
            throw new Refusal(404, "not-found", "There is no such batch.", "Check the id; lists show what exists.");
        return batch;
    }

    goOn(id: string, wave: number): Batch {
        const { waves } = this.batch(id);
        if (!waves.halt?.asks || wave !== waves.begun + 1)
            throw new Refusal(409, "nothing-to-decide", "That wave does not wait.", "See how far the batch is.");
        const goAheads = [...waves.goAheads, { wave, by: ME, at: at(), address: "127.0.0.1" }];
        this.changeBatch(id, { waves: { ...waves, halt: { ...waves.halt, asks: false }, goAheads } });
        return this.batch(id);
    }

    cancel(id: string): Batch {
        this.batch(id);
        this.cancelled.add(id);
        return this.batch(id);
    }

    private async carryOut(id: string): Promise<void> {
        this.changeBatch(id, { state: "RUNNING", startedAt: at() });
        const approval = this.approvals.get(this.batch(id).proposalId) as Approval;
        const { strategy, limits, targetCount } = approval;
        for (const [place, wave] of wavesOf(strategy, limits, targetCount).entries()) {
            if (place > 0 && limits.askEachWave && !this.isOver(id, limits)) await this.asked(id, wave.length);
            this.changeBatch(id, { waves: { ...this.batch(id).waves, begun: place + 1, halt: null } });
            for (let from = 0; from < wave.length; from += limits.atOnce)
                await Promise.all(
                    wave.slice(from, from + limits.atOnce).map((index) => this.startOrSkip(id, index, limits)),
                );
        }
        const bad = this.batch(id).executions.some((each) => each.state !== "FINISHED" || each.exitCode !== 0);
        this.changeBatch(id, {
            state: this.cancelled.has(id)
                ? "CANCELLED"
                : this.batch(id).counts.skipped > 0
                  ? "STOPPED"
                  : bad
                    ? "FAILED"
                    : "COMPLETED",
            finishedAt: at(),
        });
    }

    /** Whether nothing more may start. */
    private isOver(id: string, { failures }: Limits): boolean {
        return this.cancelled.has(id) || this.batch(id).counts.failed > failures;
    }

    private async asked(id: string, hosts: number): Promise<void> {
        const halt = { hosts, since: at(), until: at(), asks: true };
        this.changeBatch(id, { waves: { ...this.batch(id).waves, halt } });
        while (this.batch(id).waves.halt?.asks && !this.cancelled.has(id) && !this.stopped) await pause(5);
    }

    private async startOrSkip(id: string, index: number, limits: Limits): Promise<void> {
        if (this.isOver(id, limits)) this.changeExecution(id, index, { state: "SKIPPED" });
        else await this.execute(id, this.batch(id).executions[index] as Execution);
    }

    private async execute(id: string, { id: executionId, index, hostname }: Execution): Promise<void> {
        const began = Date.now();
        const spool = new Spool();
        this.spools.set(executionId, spool);
        this.changeExecution(id, index, { state: "RUNNING", startedAt: at() });
        await pause(5);
        const sizes = () => ({ stdoutBytes: spool.sizes.stdout, stderrBytes: spool.sizes.stderr });
        for (const piece of perform(this.batch(id).command, hostname ?? "host", index)) {
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
        const batch = this.batch(id);
        const execution = { ...(batch.executions[index] as Execution), ...differing };
        const executions = batch.executions.with(index, execution);
        this.batches.set(id, { ...batch, executions, counts: countExecutions(executions) });
        this.tell("execution", { batchId: id, execution });
    }

    private changeBatch(id: string, differing: Partial<Batch>): void {
        this.batches.set(id, { ...this.batch(id), ...differing, executions: this.batch(id).executions });
        this.tellBatch(id);
    }

    private tellBatch(id: string): void {
        const { executions: _, ...rest } = this.batch(id);
        this.tell("batch", rest);
    }

    over(id: string): boolean {
        return isOver(this.batch(id).state);
    }
}

function hashes(spool: Spool): Pick<Execution, "stdoutSha256" | "stderrSha256"> {
    const of = (stream: StreamName) => createHash("sha256").update(Buffer.concat(spool.streams[stream])).digest("hex");
    return { stdoutSha256: of("stdout"), stderrSha256: of("stderr") };
}

export function at(seconds = 0): string {
    return new Date(Date.now() + seconds * 1_000).toISOString();
}

export function pause(ms: number): Promise<void> {
    return new Promise((done) => (ms === 0 ? setImmediate(done) : setTimeout(done, ms)));
}
