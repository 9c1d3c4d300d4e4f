/** One dispatched event of a `text/event-stream`. */
export interface SseEvent {
    name: string;
    data: string;
    id: string;
}

/** Parses a `text/event-stream` (WHATWG HTML §9.2.6) from text cut anywhere. */
export class SseParser {
    private rest = "";
    private data: string[] = [];
    private name = "";
    private id = "";
    private sawCr = false;
    private begun = false;

    /** The id to resume after, as of the last dispatched event. */
    lastEventId = "";

    *push(text: string): Generator<SseEvent> {
        let input = this.rest + text;
        if (!this.begun && input.length > 0) {
            this.begun = true;
            if (input.startsWith("\uFEFF")) input = input.slice(1);
        }
        let start = 0;
        if (this.sawCr && input.length > 0) {
            if (input[0] === "\n") start = 1;
            this.sawCr = false;
        }
        for (;;) {
            const end = lineEnd(input, start);
            if (end < 0) break;
            const line = input.slice(start, end);
            start = end + 1;
            if (input[end] === "\r") {
                if (start === input.length) this.sawCr = true;
                else if (input[start] === "\n") start++;
            }
            const event = this.line(line);
            if (event) yield event;
        }
        this.rest = input.slice(start);
    }

    private line(line: string): SseEvent | null {
        if (line === "") return this.dispatch();
        const colon = line.indexOf(":");
        if (colon === 0) return null;
        const field = colon < 0 ? line : line.slice(0, colon);
        let value = colon < 0 ? "" : line.slice(colon + 1);
        if (value.startsWith(" ")) value = value.slice(1);
        if (field === "data") this.data.push(value);
        else if (field === "event") this.name = value;
        else if (field === "id" && !value.includes("\0")) this.id = value;
        return null;
    }

    private dispatch(): SseEvent | null {
        this.lastEventId = this.id;
        const { data, name } = this;
        this.data = [];
        this.name = "";
        if (data.length === 0) return null;
        return { name: name || "message", data: data.join("\n"), id: this.lastEventId };
    }
}

function lineEnd(text: string, from: number): number {
    const lf = text.indexOf("\n", from);
    const cr = text.indexOf("\r", from);
    if (lf < 0) return cr;
    return cr < 0 ? lf : Math.min(lf, cr);
}
