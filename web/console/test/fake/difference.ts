import type { Compared, DifferingLine } from "../../src/api/contract.ts";

const CONTEXT = 3;

/** The lines between the equal beginnings and ends of two texts, marked as the control plane marks them. */
export function compare(from: readonly string[], to: readonly string[]): Compared {
    let head = 0;
    while (head < Math.min(from.length, to.length) && from[head] === to[head]) head++;
    let tail = 0;
    while (tail < Math.min(from.length, to.length) - head && from.at(-1 - tail) === to.at(-1 - tail)) tail++;
    const removed = from.slice(head, from.length - tail);
    const added = to.slice(head, to.length - tail);
    if (removed.length + added.length === 0) return { likeness: "SAME", cut: false, lines: [] };
    if (removed.length + added.length > 10 && head + tail < removed.length)
        return { likeness: "OTHER", cut: false, lines: [] };
    const before = from.slice(0, head);
    const after = from.slice(from.length - tail);
    const lines = [
        ...leftOut(before.length - CONTEXT),
        ...before.slice(-CONTEXT).map((text) => ({ kind: "SAME" as const, text })),
        ...removed.map((text) => ({ kind: "REMOVED" as const, text })),
        ...added.map((text) => ({ kind: "ADDED" as const, text })),
        ...after.slice(0, CONTEXT).map((text) => ({ kind: "SAME" as const, text })),
        ...leftOut(after.length - CONTEXT),
    ];
    return { likeness: "SIMILAR", cut: false, lines };
}

function leftOut(count: number): DifferingLine[] {
    return count > 0 ? [{ kind: "LEFT_OUT", text: `${count} equal lines` }] : [];
}
