/** One line of a unified diff: its numbers before and after, and what became of it. */
export interface DiffLine {
    readonly kind: "added" | "removed" | "same" | "hunk";
    readonly text: string;
    readonly before: number | null;
    readonly after: number | null;
}

export interface FileDiff {
    readonly lines: readonly DiffLine[];
    readonly added: number;
    readonly removed: number;
}

const HUNK = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/;

/** Reads a unified diff of one file; its two lines of names are left out. */
export function parseDiff(text: string): FileDiff {
    const lines: DiffLine[] = [];
    let before = 0;
    let after = 0;
    let inHunk = false;
    const all = text.split("\n");
    if (all.at(-1) === "") all.pop();
    for (const line of all) {
        const hunk = HUNK.exec(line);
        if (hunk) {
            before = Number(hunk[1]);
            after = Number(hunk[2]);
            inHunk = true;
            lines.push({ kind: "hunk", text: line, before: null, after: null });
        } else if (!inHunk) {
            continue;
        } else if (line.startsWith("+")) {
            lines.push({ kind: "added", text: line.slice(1), before: null, after: after++ });
        } else if (line.startsWith("-")) {
            lines.push({ kind: "removed", text: line.slice(1), before: before++, after: null });
        } else if (line.startsWith("\\")) {
            lines.push({ kind: "hunk", text: line.slice(2), before: null, after: null });
        } else {
            lines.push({ kind: "same", text: line.slice(1), before: before++, after: after++ });
        }
    }
    return {
        lines,
        added: lines.filter((line) => line.kind === "added").length,
        removed: lines.filter((line) => line.kind === "removed").length,
    };
}
