import { createHash, randomBytes } from "node:crypto";
import type { Approval, NewKey, Operator, Person, ProposalRequest, Proposed, Vote } from "../../src/api/contract.ts";
import { ONE_WAVE, operator as example } from "../examples.ts";
import { Batches } from "./Batches.ts";
import { judge, type Judged } from "./commands.ts";
import { limitsOf, wavesOf } from "./limits.ts";
import { BOUND, ME } from "./me.ts";
import { Refusal } from "./Refusal.ts";
import { at } from "./time.ts";
import { batchOf, waitingBatch, waitingExecution } from "./waiting.ts";

type Listener = (name: string, data: unknown) => void;

/** Operators, approvals and batches as the control plane would keep them, in memory. */
export class World {
    operators: Operator[] = [];
    approvals = new Map<string, Approval>();
    readonly batches = new Batches((name, data) => this.tell(name, data));
    private attempts = new Map<string, Proposed>();
    private listeners = new Set<Listener>();
    private ids = 0;
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

    /** An operator that is bound to the session of whoever is signed in. */
    addBound(name: string, differing: Partial<Operator> = {}): Operator {
        return this.add({ name, ...BOUND, ...differing });
    }

    change(id: string, differing: Partial<Operator>): Operator {
        const place = this.operators.findIndex((each) => each.id === id);
        const before = this.operators[place];
        if (!before) throw Refusal.notFound("operator");
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
        return this.change(id, BOUND);
    }

    propose(request: ProposalRequest, attempt: string | undefined): Proposed {
        const before = attempt ? this.attempts.get(attempt) : undefined;
        if (before) return before;
        const targets = this.meant(request.targets);
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
        const approval = this.question(request, targets, { ...verdict, diff });
        const { id, batchId, strategy, limits } = approval;
        this.approvals.set(id, approval);
        const executions = targets.map((each, index) =>
            waitingExecution({
                id: createHash("sha256")
                    .update(id + index)
                    .digest("hex"),
                index,
                operatorId: each.id,
                hostname: each.host?.hostname ?? null,
            }),
        );
        const waves = { ...ONE_WAVE, count: wavesOf(strategy, limits, targets.length).length };
        this.tell("approval", approval);
        this.batches.add({
            ...waitingBatch({ proposalId: id, command: request.action.command, strategy }, executions),
            waves,
        });
        if (verdict.kind === "ALLOW") void this.batches.carryOut(approval);
        const proposed = { proposal: approval, batchId, verdict };
        if (attempt) this.attempts.set(attempt, proposed);
        return proposed;
    }

    private meant(wanted: string): Operator[] {
        const names = wanted.split(",");
        const meant = this.operators.filter((each) =>
            wanted === "all" ? each.boundToMe : names.includes(each.id) || names.includes(each.name),
        );
        if (meant.length === 0)
            throw new Refusal(
                422,
                "no-targets",
                "No operator matches.",
                "Bind an operator first: `./dropops bind NAME`.",
            );
        return meant;
    }

    private question(request: ProposalRequest, targets: Operator[], { kind, ...judged }: Judged): Approval {
        const id = this.id("pr");
        return {
            id,
            batchId: batchOf(id),
            state: kind === "ALLOW" ? "AUTOMATIC" : "PENDING",
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
            limits: limitsOf(request, targets.length),
            ...judged,
            reason: request.reason ?? null,
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
    }

    private pending(id: string): Approval {
        const approval = this.approvals.get(id);
        if (!approval) throw Refusal.notFound("proposal");
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
        void this.batches.carryOut(decided);
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
        this.batches.change(decided.batchId, { state: "CANCELLED", finishedAt: at() });
        return decided;
    }

    private show(approval: Approval): Approval {
        this.approvals.set(approval.id, approval);
        this.tell("approval", approval);
        return approval;
    }
}
