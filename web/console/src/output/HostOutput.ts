import type { Client } from "../api/client.ts";
import type { Execution, StreamName } from "../api/contract.ts";
import { asProblem, Problem } from "../api/problem.ts";
import { Turnstile } from "../api/Turnstile.ts";
import { isSettled } from "../batch/counts.ts";
import { type Tail, TAIL_SETTINGS } from "./tail.ts";

const STREAMS: readonly StreamName[] = ["stdout", "stderr"];

export interface HostOutputState {
    readonly reading: boolean;
    readonly problem: Problem | null;
}

/** A running execution has no end to read to: a turn ends after so long without a byte, or altogether. */
const IDLE_MS = 800;
const TURN_MS = 3_000;

/** One host's output at a time: connections are few, and clicks must not wait behind output. */
const READS = new Turnstile(1);

/** One execution's output read from the host that keeps it, into a tail; while it runs, in turns. */
export class HostOutput {
    private readonly abort = new AbortController();

    constructor(
        private readonly client: Client,
        private readonly execution: Execution,
        private readonly tail: Tail,
        private readonly changed: (state: HostOutputState) => void,
        private readonly againMs = 2_000,
    ) {
        void this.run();
    }

    close(): void {
        this.abort.abort();
    }

    private async run(): Promise<void> {
        const { signal } = this.abort;
        this.changed({ reading: true, problem: null });
        try {
            while (!signal.aborted) {
                await READS.through(async () => {
                    for (const stream of STREAMS) if (!signal.aborted) await this.read(stream);
                });
                if (isSettled(this.execution.state)) {
                    this.changed({ reading: false, problem: null });
                    return;
                }
                await new Promise((again) => setTimeout(again, this.againMs));
            }
        } catch (failure) {
            if (!signal.aborted) this.changed({ reading: false, problem: asProblem(failure) });
        }
    }

    private async read(stream: StreamName): Promise<void> {
        const { state, stdoutBytes, stderrBytes } = this.execution;
        const size = stream === "stdout" ? stdoutBytes : stderrBytes;
        const last = size - TAIL_SETTINGS.maxCharacters;
        if (this.tail.offset(stream) === 0) this.tail.beginAt(stream, last);
        else if (last > this.tail.offset(stream)) this.tail.skip(stream, this.tail.offset(stream), last, "elsewhere");
        // Only of a finished one the size is known for sure.
        if (state === "FINISHED" && this.tail.offset(stream) >= size) return;
        const turn = new Turn(isSettled(state));
        try {
            await this.drain(stream, AbortSignal.any([this.abort.signal, turn.signal]), turn);
            // An answer that is whole and yet too short ended where the host's record does.
            if (state === "FINISHED") this.tail.skip(stream, this.tail.offset(stream), size, "lost");
        } catch (failure) {
            if (!turn.signal.aborted) throw failure;
        } finally {
            turn.end();
        }
    }

    private async drain(stream: StreamName, signal: AbortSignal, turn: Turn): Promise<void> {
        let offset = this.tail.offset(stream);
        const response = await this.client.output(this.execution.id, stream, offset, signal);
        const reader = response.body?.getReader();
        while (reader) {
            const { done, value } = await reader.read().catch((failure: unknown) => {
                throw signal.aborted ? failure : cutShort();
            });
            if (done) return;
            turn.heard();
            this.tail.append(stream, offset, value);
            offset += value.length;
            // Reading on only in a later task lets the page paint and holds the host back.
            await new Promise((next) => setTimeout(next, 0));
        }
    }
}

/** One reading of a stream; of what still runs it is cut off when idle or long. */
class Turn {
    private readonly over = new AbortController();
    private idle: ReturnType<typeof setTimeout> | undefined;
    private readonly whole: ReturnType<typeof setTimeout> | undefined;

    constructor(private readonly unlimited: boolean) {
        if (!unlimited) this.whole = setTimeout(() => this.over.abort(), TURN_MS);
        this.heard();
    }

    get signal(): AbortSignal {
        return this.over.signal;
    }

    heard(): void {
        if (this.unlimited) return;
        clearTimeout(this.idle);
        this.idle = setTimeout(() => this.over.abort(), IDLE_MS);
    }

    end(): void {
        clearTimeout(this.idle);
        clearTimeout(this.whole);
        this.over.abort();
    }
}

function cutShort(): Problem {
    return new Problem({
        code: "output-cut-short",
        detail: "The output broke off: its host or the control plane went away while it was being read.",
        advice: "Nothing is lost, the host keeps it. Try again when the operator is connected.",
    });
}
