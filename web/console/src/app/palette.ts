/** One thing the palette can do. */
export interface Entry {
    readonly id: string;
    readonly group: string;
    readonly title: string;
    /** Further words it is found by. */
    readonly words?: string;
    readonly run: () => void;
}

/** The entries that hold every word typed, those whose title begins with the text first, at most so many. */
export function matches(entries: readonly Entry[], typed: string, most: number): readonly Entry[] {
    const text = typed.trim().toLowerCase();
    const words = text.split(/\s+/);
    const found = text === "" ? entries : entries.filter((entry) => holds(entry, words));
    return [...found].sort((a, b) => rank(a, text) - rank(b, text)).slice(0, most);
}

function holds(entry: Entry, words: readonly string[]): boolean {
    const text = `${entry.title} ${entry.group} ${entry.words ?? ""}`.toLowerCase();
    return words.every((word) => text.includes(word));
}

function rank(entry: Entry, text: string): number {
    if (text === "") return 0;
    const title = entry.title.toLowerCase();
    return title.startsWith(text) ? 0 : title.includes(text) ? 1 : 2;
}
