import type { StreamName } from "../api/contract.ts";

/** How far each execution's streams were read: `index:outOffset:errOffset;…`, the id of a batch's event stream. */
export class ResumeVector {
    private readonly offsets = new Map<number, { stdout: number; stderr: number }>();

    static parse(text: string): ResumeVector {
        const vector = new ResumeVector();
        for (const part of text.split(";")) {
            const match = /^(\d+):(\d+):(\d+)$/.exec(part);
            if (!match) continue;
            vector.offsets.set(Number(match[1]), { stdout: Number(match[2]), stderr: Number(match[3]) });
        }
        return vector;
    }

    offset(index: number, stream: StreamName): number {
        return this.offsets.get(index)?.[stream] ?? 0;
    }

    /** Moves a stream forward; an offset never goes back. */
    advance(index: number, stream: StreamName, to: number): void {
        const entry = this.offsets.get(index) ?? { stdout: 0, stderr: 0 };
        entry[stream] = Math.max(entry[stream], to);
        this.offsets.set(index, entry);
    }

    toString(): string {
        return [...this.offsets]
            .sort(([a], [b]) => a - b)
            .map(([index, { stdout, stderr }]) => `${index}:${stdout}:${stderr}`)
            .join(";");
    }
}
