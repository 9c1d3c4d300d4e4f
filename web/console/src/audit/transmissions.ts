import type { Transmission } from "../api/contract.ts";

/** `known` with `news` put over it, the newest first, at most so many. */
export function merged(known: readonly Transmission[], news: readonly Transmission[], most: number): Transmission[] {
    const all = new Map(known.map((each) => [each.executionId, each]));
    for (const each of news) {
        const before = all.get(each.executionId);
        if (!before || before.at <= each.at) all.set(each.executionId, each);
    }
    return [...all.values()]
        .sort((a, b) => (a.at === b.at ? (a.executionId < b.executionId ? 1 : -1) : a.at < b.at ? 1 : -1))
        .slice(0, most);
}

const OPERATIONS: Record<string, string> = {
    "run-command": "Command",
    "read-file": "File read",
    "list-directory": "Folder list",
    "file-history": "File history",
    "write-file": "File write",
    "delete-file": "File delete",
    "restore-file": "File restore",
    "undo-batch": "Undo",
};

/** What an action of `type` is called. */
export function operation(type: string): string {
    return OPERATIONS[type] ?? type;
}

/** How an execution ended, in a word or two. */
export function ended({ state, exitCode }: Transmission): string {
    return exitCode === null ? state.toLowerCase() : `exit ${exitCode}`;
}

/** A share from 0 to 1, never rounded up to more than was kept. */
export function share(value: number | null): string {
    return value === null ? "–" : `${(Math.floor(value * 1_000) / 10).toFixed(1)} %`;
}
