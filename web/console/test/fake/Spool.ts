import type { StreamName } from "../../src/api/contract.ts";

/** What one host keeps of one execution. */
export class Spool {
    readonly streams: Record<StreamName, Buffer[]> = { stdout: [], stderr: [] };
    readonly sizes: Record<StreamName, number> = { stdout: 0, stderr: 0 };

    append(stream: StreamName, bytes: Uint8Array): void {
        this.streams[stream].push(Buffer.from(bytes));
        this.sizes[stream] += bytes.length;
    }

    read(stream: StreamName, offset: number, most: number): Buffer {
        const parts: Buffer[] = [];
        let at = 0;
        let room = most;
        for (const part of this.streams[stream]) {
            if (at + part.length > offset && room > 0) {
                const from = Math.max(0, offset - at);
                const piece = part.subarray(from, from + room);
                parts.push(piece);
                room -= piece.length;
            }
            at += part.length;
        }
        return Buffer.concat(parts);
    }
}
