const KEY = "dropops.command-history";
const MOST = 200;

/** Commands typed before, newest last, kept for this tab only: a command may hold what others must not read later. */
export class CommandHistory {
    private entries: string[];
    private position: number;
    private draft = "";

    constructor(private readonly storage: Pick<Storage, "getItem" | "setItem"> | null) {
        this.entries = read(storage);
        this.position = this.entries.length;
    }

    add(command: string): void {
        this.entries = [...this.entries.filter((entry) => entry !== command), command].slice(-MOST);
        this.position = this.entries.length;
        this.draft = "";
        try {
            this.storage?.setItem(KEY, JSON.stringify(this.entries));
        } catch {
            // A full or forbidden storage only shortens the history.
        }
    }

    /** The command before, or null at the oldest; the text being typed comes back with `newer`. */
    older(typed: string): string | null {
        if (this.position === this.entries.length) this.draft = typed;
        if (this.position === 0) return null;
        return this.entries[--this.position] ?? null;
    }

    newer(): string | null {
        if (this.position >= this.entries.length) return null;
        this.position++;
        return this.entries[this.position] ?? this.draft;
    }
}

function read(storage: Pick<Storage, "getItem"> | null): string[] {
    try {
        const value: unknown = JSON.parse(storage?.getItem(KEY) ?? "[]");
        return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === "string") : [];
    } catch {
        return [];
    }
}
