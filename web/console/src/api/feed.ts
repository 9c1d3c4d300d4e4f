import type { Client } from "./client.ts";
import { asProblem, Problem } from "./problem.ts";
import { type Slots, STREAMS } from "./Slots.ts";
import { SseParser } from "./sse.ts";

/** `crowded`: too many streams are open, and what this one would tell is asked for now and then instead. */
export type FeedState = "connecting" | "open" | "crowded" | "lost" | "closed";

export interface FeedSettings {
    /** Time of one turn of work before the page may paint; the socket is not read meanwhile, so the sender is held back. */
    turnMs: number;
    /** Silence after which the connection counts as lost; the control plane writes a comment every 10 s. */
    silenceMs: number;
    retryMs: readonly number[];
    slots: Slots;
    /** Time between two questions while there is no slot. */
    crowdedMs: number;
}

export const FEED_SETTINGS: FeedSettings = {
    turnMs: 8,
    silenceMs: 30_000,
    retryMs: [250, 500, 1_000, 2_000, 5_000],
    slots: STREAMS,
    crowdedMs: 2_000,
};

export interface FeedListener {
    /** Returns false to end the feed. */
    event(name: string, data: unknown, id: string): boolean | void;
    state?(state: FeedState, problem: Problem | null): void;
    /** Asks once for what the stream would tell. */
    crowded(): Promise<void>;
    /** The id to resume after; by default the one of the last event. */
    resumeAfter?(): string;
}

/** An event stream that is read no faster than it is handled, and re-opened where it broke. */
export class Feed {
    private readonly abort = new AbortController();
    private lastEventId = "";
    private failures = 0;

    constructor(
        private readonly client: Client,
        private readonly path: string,
        private readonly listener: FeedListener,
        private readonly settings: FeedSettings = FEED_SETTINGS,
    ) {
        void this.run();
    }

    close(): void {
        this.abort.abort();
    }

    private get closed(): boolean {
        return this.abort.signal.aborted;
    }

    private async run(): Promise<void> {
        this.listener.state?.("connecting", null);
        while (!this.closed) {
            let problem: Problem | null = null;
            const release = await this.settings.slots.take();
            try {
                if (!release) {
                    if (!this.closed) await this.listener.crowded();
                    if (this.closed) break;
                    this.listener.state?.("crowded", null);
                    await pause(this.settings.crowdedMs, this.abort.signal);
                    continue;
                }
                if (await this.read()) break;
            } catch (failure) {
                if (this.closed) break;
                problem = asProblem(failure);
                if (problem.status >= 400 && problem.status < 500 && problem.status !== 408 && problem.status !== 429) {
                    this.listener.state?.("closed", problem);
                    return;
                }
            } finally {
                release?.();
            }
            if (this.closed) break;
            this.listener.state?.("lost", problem);
            const steps = this.settings.retryMs;
            const step = steps[Math.min(this.failures++, steps.length - 1)] ?? 1_000;
            await pause(step * (0.75 + Math.random() / 2), this.abort.signal);
        }
        this.listener.state?.("closed", null);
    }

    /** True when the listener has ended the feed, false when the stream merely broke off. */
    private async read(): Promise<boolean> {
        const connection = new AbortController();
        const signal = AbortSignal.any([this.abort.signal, connection.signal]);
        let silence = setTimeout(() => connection.abort(), this.settings.silenceMs);
        const alive = (): void => {
            clearTimeout(silence);
            silence = setTimeout(() => connection.abort(), this.settings.silenceMs);
        };
        try {
            const after = this.listener.resumeAfter?.() ?? this.lastEventId;
            const response = await this.client.send(this.path, {
                headers: { Accept: "text/event-stream", ...(after ? { "Last-Event-ID": after } : {}) },
                signal,
            });
            if (!response.body) return false;
            this.listener.state?.("open", null);
            const reader = response.body.getReader();
            const decoder = new TextDecoder();
            const parser = new SseParser();
            let turnEnds = performance.now() + this.settings.turnMs;
            for (;;) {
                const { done, value } = await reader.read();
                if (done) return false;
                alive();
                for (const event of parser.push(decoder.decode(value, { stream: true }))) {
                    if (this.closed) return true;
                    this.failures = 0;
                    if (event.id) this.lastEventId = event.id;
                    if (this.listener.event(event.name, JSON.parse(event.data), event.id) === false) {
                        connection.abort();
                        return true;
                    }
                    if (performance.now() > turnEnds) {
                        await yieldToPage();
                        alive();
                        turnEnds = performance.now() + this.settings.turnMs;
                    }
                }
            }
        } catch (failure) {
            if (connection.signal.aborted && !this.closed) return false;
            throw failure;
        } finally {
            clearTimeout(silence);
            connection.abort();
        }
    }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((done) => {
        const timer = setTimeout(done, ms);
        signal.addEventListener(
            "abort",
            () => {
                clearTimeout(timer);
                done();
            },
            { once: true },
        );
    });
}

/** Waits for the next painted frame, or a moment where nothing is painted (a tab in the background). */
function yieldToPage(): Promise<void> {
    return new Promise((done) => {
        if (typeof requestAnimationFrame !== "function" || document.hidden) {
            setTimeout(done, 0);
            return;
        }
        const timer = setTimeout(finish, 100);
        const frame = requestAnimationFrame(() => setTimeout(finish, 0));
        function finish(): void {
            clearTimeout(timer);
            cancelAnimationFrame(frame);
            done();
        }
    });
}
