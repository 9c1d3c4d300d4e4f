import type { Client } from "../api/client.ts";
import type { Batch, BatchEvents, Counts, Execution } from "../api/contract.ts";
import { Feed, type FeedSettings, type FeedState, FEED_SETTINGS } from "../api/feed.ts";
import { asProblem, type Problem } from "../api/problem.ts";
import { fromBase64 } from "../output/base64.ts";
import { ResumeVector } from "../output/resume.ts";
import { Tail, TAIL_SETTINGS } from "../output/tail.ts";
import { countExecutions, isEarlier, isOver, noCounts, progress } from "./counts.ts";

/** How many executions of one batch are followed live; any other output is read from its host when opened. */
export const LIVE = 8;

/** Bytes still to come of an ended batch beyond which its stream is given up. */
const FAR_BEHIND = 10_000_000;

export interface BatchSnapshot {
    readonly batch: Batch | null;
    readonly executions: readonly Execution[];
    readonly counts: Counts;
    readonly state: FeedState;
    readonly problem: Problem | null;
}

/** One batch as it is now: its executions, and the tails of those that are followed live. */
export class BatchFeed {
    private feed: Feed | null = null;
    private wanted = false;
    private batch: Batch | null = null;
    private executions: Execution[] = [];
    private places = new Map<string, number>();
    private tails = new Map<string, Tail>();
    private state: FeedState = "connecting";
    private problem: Problem | null = null;
    private listeners = new Set<() => void>();
    private timer: ReturnType<typeof setTimeout> | null = null;
    private current: BatchSnapshot;

    constructor(
        private readonly client: Client,
        readonly id: string,
        private readonly settings: FeedSettings = FEED_SETTINGS,
        private readonly groupMs = 50,
    ) {
        this.current = this.picture();
    }

    snapshot = (): BatchSnapshot => this.current;

    subscribe = (listener: () => void): (() => void) => {
        this.listeners.add(listener);
        return () => this.listeners.delete(listener);
    };

    /** Follows the batch until it is over; a batch that is over already is read once. */
    async open(): Promise<void> {
        this.wanted = true;
        if (this.feed || this.over) return;
        this.problem = null;
        try {
            this.take(await this.client.batch(this.id));
        } catch (failure) {
            this.problem = asProblem(failure);
            this.state = "closed";
            this.publish();
            // A control plane that is only away is asked again by the feed below.
            if (this.problem.code !== "unreachable") return;
        }
        if (this.feed || this.over || !this.wanted) return;
        const settings = this.settings;
        this.feed = new Feed(
            this.client,
            `/batches/${this.id}/events?live=${LIVE}`,
            {
                event: (name, data) => this.event(name as keyof BatchEvents, data),
                state: (state, problem) => {
                    this.state = state;
                    this.problem = problem;
                    this.publish();
                },
                resumeAfter: () => this.resumeVector().toString(),
                crowded: () => this.ask(),
            },
            settings,
        );
    }

    close(): void {
        this.wanted = false;
        this.feed?.close();
        this.feed = null;
    }

    get over(): boolean {
        return this.batch !== null && isOver(this.batch.state);
    }

    /** True while this execution's output comes by itself. */
    followsLive(execution: Execution): boolean {
        const streams = this.feed !== null && this.state !== "closed" && this.state !== "crowded";
        return streams && execution.index < LIVE;
    }

    private async ask(): Promise<void> {
        this.take(await this.client.batch(this.id));
        if (this.over) this.close();
    }

    /** Output of a batch that is over and still far behind is better read from its hosts, which have the end of it. */
    private leaveBehind(): void {
        if (!this.over || !this.feed) return;
        let missing = 0;
        for (const { id, index, stdoutBytes, stderrBytes } of this.executions) {
            if (index >= LIVE) continue;
            const tail = this.tail(id);
            missing +=
                Math.max(0, stdoutBytes - tail.offset("stdout")) + Math.max(0, stderrBytes - tail.offset("stderr"));
        }
        if (missing > FAR_BEHIND) this.close();
    }

    tail(executionId: string): Tail {
        let tail = this.tails.get(executionId);
        if (!tail) {
            const many = (this.batch?.targetCount ?? 1) > 2;
            tail = new Tail(
                many ? { ...TAIL_SETTINGS, maxCharacters: TAIL_SETTINGS.maxCharacters / 5 } : TAIL_SETTINGS,
            );
            this.tails.set(executionId, tail);
        }
        return tail;
    }

    /** Text held for this batch, in characters. */
    get held(): number {
        let sum = 0;
        for (const tail of this.tails.values()) sum += tail.characters;
        return sum;
    }

    private resumeVector(): ResumeVector {
        const vector = new ResumeVector();
        for (const [executionId, tail] of this.tails) {
            const index = this.executions[this.places.get(executionId) ?? -1]?.index;
            if (index === undefined || tail.empty) continue;
            vector.advance(index, "stdout", tail.offset("stdout"));
            vector.advance(index, "stderr", tail.offset("stderr"));
        }
        return vector;
    }

    private event(name: keyof BatchEvents, data: unknown): boolean {
        if (!this.feed) return false;
        switch (name) {
            case "batch":
                this.take(data as BatchEvents["batch"]);
                return true;
            case "execution":
                this.takeExecution(data as BatchEvents["execution"]);
                return true;
            case "output": {
                const output = data as BatchEvents["output"];
                this.tail(output.executionId).append(output.stream, output.offset, fromBase64(output.data));
                return true;
            }
            case "gap": {
                const gap = data as BatchEvents["gap"];
                this.tail(gap.executionId).skip(gap.stream, gap.from, gap.to, "lost");
                return true;
            }
            case "end": {
                const { state } = data as BatchEvents["end"];
                if (this.batch) this.batch = { ...this.batch, state };
                this.feed = null;
                this.publish();
                return false;
            }
        }
    }

    /** An answer that was overtaken on its way by what the stream told changes nothing: nothing ever goes back. */
    private take(batch: Batch): void {
        if (!this.batch || !isEarlier(batch, this.batch)) this.batch = batch;
        if (batch.executions) {
            this.place(batch.executions.map((execution) => this.furthest(execution)));
        }
        this.leaveBehind();
        this.publish();
    }

    private furthest(execution: Execution): Execution {
        const known = this.executions[this.places.get(execution.id) ?? -1];
        return known && progress(known.state) > progress(execution.state) ? known : execution;
    }

    private place(executions: readonly Execution[]): void {
        this.executions = [...executions].sort((a, b) => a.index - b.index);
        this.places = new Map(this.executions.map((execution, place) => [execution.id, place]));
    }

    private takeExecution(execution: Execution): void {
        const at = this.places.get(execution.id);
        if (at !== undefined) this.executions[at] = execution;
        else this.place([...this.executions, execution]);
        this.timer ??= setTimeout(() => this.publish(), this.groupMs);
    }

    private publish(): void {
        if (this.timer !== null) clearTimeout(this.timer);
        this.timer = null;
        this.current = this.picture();
        for (const listener of [...this.listeners]) listener();
    }

    private picture(): BatchSnapshot {
        const counts =
            this.executions.length > 0 ? countExecutions(this.executions) : (this.batch?.counts ?? noCounts());
        return {
            batch: this.batch,
            executions: [...this.executions],
            counts,
            state: this.state,
            problem: this.problem,
        };
    }
}
