/**
 * The answers that may stay open at once, over all tabs of this console: a browser allows one host six connections, and
 * what a person clicks must never wait behind streams.
 */
export class Slots {
    private readonly taken = new Set<number>();

    constructor(
        private readonly count: number,
        private readonly locks: Pick<LockManager, "request"> | undefined = globalThis.navigator?.locks,
    ) {}

    /** A slot until the answer is called, or null when all are taken. */
    async take(): Promise<(() => void) | null> {
        for (let slot = 0; slot < this.count; slot++) {
            if (this.taken.has(slot)) continue;
            this.taken.add(slot);
            const release = await this.lock(slot);
            if (release) {
                return () => {
                    release();
                    this.taken.delete(slot);
                };
            }
            this.taken.delete(slot);
        }
        return null;
    }

    /** Locks are shared by tabs, and a tab that goes away lets go of its own; without them a tab counts for itself alone. */
    private lock(slot: number): Promise<(() => void) | null> {
        const { locks } = this;
        if (!locks) return Promise.resolve(() => {});
        return new Promise((answer) => {
            locks
                .request(`dropops-stream-${slot}`, { ifAvailable: true }, (lock) => {
                    if (!lock) {
                        answer(null);
                        return undefined;
                    }
                    return new Promise<void>((release) => answer(release));
                })
                .catch(() => answer(null));
        });
    }
}

/** For streams; two of the six connections stay free. */
export const STREAMS = new Slots(4);
