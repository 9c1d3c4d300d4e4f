import type { StreamName } from "../api/contract.ts";
import { type Style, PLAIN, plainText, styleAfter } from "./sgr.ts";

/** One line of output as it is kept: raw text, and the style it begins in. */
export interface Line {
    readonly number: number;
    readonly kind: StreamName | "note";
    text: string;
    readonly style: Style;
    /** True when the line was cut for its length and goes on in the next. */
    continues: boolean;
}

/** Bytes that are not in a tail are still on the host, or the host could not keep them. */
export type Missing = "elsewhere" | "lost";

const MISSING_WORDS: Record<Missing, string> = {
    elsewhere: "are not shown here; the host has them",
    lost: "were not kept by the host",
};

export interface TailSettings {
    maxCharacters: number;
    maxLines: number;
    maxLineLength: number;
}

/** Five million characters and 200,000 lines; the host keeps the rest. */
export const TAIL_SETTINGS: TailSettings = { maxCharacters: 5_000_000, maxLines: 200_000, maxLineLength: 4_096 };

interface Pen {
    decoder: TextDecoder;
    line: Line | null;
    style: Style;
    pendingReturn: boolean;
    /** Bytes taken so far; the offset expected next. */
    offset: number;
}

/** The last part of an execution's output, both streams in order of arrival, bounded in characters and lines. */
export class Tail {
    private lines: Line[] = [];
    private head = 0;
    private size = 0;
    private nextNumber = 1;
    private pens: Record<StreamName, Pen> = { stdout: newPen(), stderr: newPen() };
    private changed = new Set<() => void>();
    private announced = false;

    /** Rises with every change: the snapshot a view renders by. */
    version = 0;
    /** True once the front was dropped, or the tail was begun past the start. */
    truncated = false;
    /** True once a NUL byte was seen: not text. */
    binary = false;

    constructor(private readonly settings: TailSettings = TAIL_SETTINGS) {}

    get length(): number {
        return this.lines.length - this.head;
    }

    get characters(): number {
        return this.size;
    }

    at(index: number): Line | undefined {
        return this.lines[this.head + index];
    }

    offset(stream: StreamName): number {
        return this.pens[stream].offset;
    }

    get empty(): boolean {
        return this.length === 0 && this.pens.stdout.offset === 0 && this.pens.stderr.offset === 0;
    }

    /** Takes bytes that begin at `offset`: what is already here is dropped, what is missing is noted. */
    append(stream: StreamName, offset: number, bytes: Uint8Array): void {
        const pen = this.pens[stream];
        if (offset > pen.offset) this.skip(stream, pen.offset, offset, "elsewhere");
        const fresh = offset < pen.offset ? bytes.subarray(pen.offset - offset) : bytes;
        if (fresh.length === 0) return;
        pen.offset += fresh.length;
        this.write(stream, pen, pen.decoder.decode(fresh, { stream: true }));
        this.trim();
        this.touch();
    }

    /** Notes that bytes from `from` to `to` are missing, and why. */
    skip(stream: StreamName, from: number, to: number, why: Missing): void {
        const pen = this.pens[stream];
        if (to <= pen.offset) return;
        const missing = to - Math.max(from, pen.offset);
        this.endLine(pen);
        pen.decoder = new TextDecoder();
        if (why === "elsewhere" && pen.offset === 0 && this.length === 0) this.truncated = true;
        else this.note(`${missing.toLocaleString("en")} bytes of ${stream} ${MISSING_WORDS[why]}`);
        pen.offset = to;
        this.touch();
    }

    /** Begins a stream past its start, the earlier part staying on the host. */
    beginAt(stream: StreamName, offset: number): void {
        const pen = this.pens[stream];
        if (pen.offset > 0 || offset <= 0) return;
        pen.offset = offset;
        this.truncated = true;
    }

    /** The kept text without control sequences. */
    text(): string {
        const parts: string[] = [];
        for (let i = this.head; i < this.lines.length; i++) {
            const line = this.lines[i] as Line;
            if (line.kind === "note") continue;
            parts.push(plainText(line.text));
            if (!line.continues) parts.push("\n");
        }
        return parts.join("");
    }

    subscribe = (listener: () => void): (() => void) => {
        this.changed.add(listener);
        return () => this.changed.delete(listener);
    };

    private note(text: string): void {
        this.push({ number: this.nextNumber++, kind: "note", text, style: PLAIN, continues: false });
    }

    private write(stream: StreamName, pen: Pen, text: string): void {
        if (!this.binary && text.includes("\0")) this.binary = true;
        let from = 0;
        while (from < text.length) {
            const end = nextBreak(text, from);
            if (end > from) this.extend(stream, pen, text.slice(from, end));
            if (end === text.length) return;
            if (text[end] === "\n") {
                if (!pen.line) this.open(stream, pen);
                this.endLine(pen);
            } else {
                pen.pendingReturn = true;
            }
            from = end + 1;
        }
    }

    private extend(stream: StreamName, pen: Pen, part: string): void {
        if (pen.pendingReturn && pen.line) {
            // A carriage return draws the line anew: progress bars show their last state.
            pen.style = styleAfter(pen.line.text, pen.line.style);
            this.size -= pen.line.text.length;
            pen.line.text = "";
        }
        pen.pendingReturn = false;
        let rest = part;
        while (rest.length > 0) {
            const line = pen.line ?? this.open(stream, pen);
            const room = this.settings.maxLineLength - line.text.length;
            if (rest.length <= room) {
                line.text += rest;
                this.size += rest.length;
                return;
            }
            const cut = wholeCharacters(rest, room);
            line.text += rest.slice(0, cut);
            this.size += cut;
            rest = rest.slice(cut);
            line.continues = true;
            this.endLine(pen);
        }
    }

    private open(stream: StreamName, pen: Pen): Line {
        const line: Line = { number: this.nextNumber++, kind: stream, text: "", style: pen.style, continues: false };
        pen.line = line;
        this.push(line);
        return line;
    }

    private endLine(pen: Pen): void {
        if (pen.line) pen.style = styleAfter(pen.line.text, pen.line.style);
        pen.line = null;
        pen.pendingReturn = false;
    }

    private push(line: Line): void {
        this.lines.push(line);
        this.size += line.text.length;
    }

    private trim(): void {
        const { maxCharacters, maxLines } = this.settings;
        const { stdout, stderr } = this.pens;
        while (this.length > 1 && (this.size > maxCharacters || this.length > maxLines)) {
            const dropped = this.lines[this.head] as Line;
            this.size -= dropped.text.length;
            if (stdout.line === dropped) this.endLine(stdout);
            if (stderr.line === dropped) this.endLine(stderr);
            this.head++;
            this.truncated = true;
        }
        if (this.head > 10_000 && this.head * 2 > this.lines.length) {
            this.lines = this.lines.slice(this.head);
            this.head = 0;
        }
    }

    private touch(): void {
        this.version++;
        if (this.announced) return;
        this.announced = true;
        queueMicrotask(() => {
            this.announced = false;
            for (const listener of [...this.changed]) listener();
        });
    }
}

function newPen(): Pen {
    return { decoder: new TextDecoder(), line: null, style: PLAIN, pendingReturn: false, offset: 0 };
}

function nextBreak(text: string, from: number): number {
    for (let i = from; i < text.length; i++) {
        const code = text.charCodeAt(i);
        if (code === 10 || code === 13) return i;
    }
    return text.length;
}

/** At most `room` characters, never half of a surrogate pair. */
function wholeCharacters(text: string, room: number): number {
    const cut = Math.max(room, 2);
    const last = text.charCodeAt(cut - 1);
    return last >= 0xd800 && last <= 0xdbff ? cut - 1 : cut;
}
