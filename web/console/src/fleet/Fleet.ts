import type { Operator, OperatorPage } from "../api/contract.ts";
import { asOf } from "./silence.ts";

export interface FleetSnapshot {
    /** Ordered by index. */
    readonly operators: readonly Operator[];
    readonly loaded: boolean;
}

type LoadPage = (after: number | string | null) => Promise<OperatorPage>;

/** Every operator of the workspace in memory, kept current by events that are shown in groups. */
export class Fleet {
    private byId = new Map<string, Operator>();
    private sinceLoadBegan = new Map<string, Operator>();
    private loads = 0;
    private timer: ReturnType<typeof setTimeout> | null = null;
    private listeners = new Set<() => void>();
    private current: FleetSnapshot = { operators: [], loaded: false };

    constructor(private readonly groupMs = 200) {}

    snapshot = (): FleetSnapshot => this.current;

    subscribe = (listener: () => void): (() => void) => {
        this.listeners.add(listener);
        return () => this.listeners.delete(listener);
    };

    get(id: string): Operator | undefined {
        return this.byId.get(id);
    }

    /** Reads all pages; a later load makes an earlier one stop. */
    async load(page: LoadPage): Promise<void> {
        const load = ++this.loads;
        const read = new Map<string, Operator>();
        this.sinceLoadBegan = new Map();
        let after: number | string | null = null;
        do {
            const { operators, next }: OperatorPage = await page(after);
            if (load !== this.loads) return;
            for (const operator of operators) read.set(operator.id, operator);
            if (!this.current.loaded) this.take(read, false);
            after = next;
        } while (after !== null);
        this.take(read, true);
    }

    /** Takes a changed operator; views hear of it with the next group. */
    apply(operator: Operator): void {
        this.byId.set(operator.id, operator);
        this.sinceLoadBegan.set(operator.id, operator);
        this.timer ??= setTimeout(() => this.publish(this.current.loaded), this.groupMs);
    }

    /** Takes the answer to a person's own click; views hear of it at once. */
    applyNow(operator: Operator): void {
        this.apply(operator);
        this.publish(this.current.loaded);
    }

    /** Lets time pass for operators that nothing was heard of. */
    sweep(at: number): void {
        let changed = false;
        for (const [id, operator] of this.byId) {
            const now = asOf(operator, at);
            if (now === operator) continue;
            this.byId.set(id, now);
            changed = true;
        }
        if (changed) this.publish(this.current.loaded);
    }

    /** What was read, under the events that came while it was being read: those are newer. */
    private take(read: Map<string, Operator>, complete: boolean): void {
        this.byId = new Map([...read, ...this.sinceLoadBegan]);
        if (complete) this.sinceLoadBegan = new Map();
        this.publish(complete);
    }

    private publish(loaded: boolean): void {
        if (this.timer !== null) clearTimeout(this.timer);
        this.timer = null;
        this.current = { operators: [...this.byId.values()].sort((a, b) => a.index - b.index), loaded };
        for (const listener of [...this.listeners]) listener();
    }
}
