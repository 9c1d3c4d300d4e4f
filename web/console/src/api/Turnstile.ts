/** Lets so many through at once, in the order they came. */
export class Turnstile {
    private inside = 0;
    private readonly waiting: (() => void)[] = [];

    constructor(private readonly width: number) {}

    async through<T>(work: () => Promise<T>): Promise<T> {
        if (this.inside >= this.width) await new Promise<void>((go) => this.waiting.push(go));
        else this.inside++;
        try {
            return await work();
        } finally {
            const next = this.waiting.shift();
            // Whoever waits takes this place over; only an empty queue frees it.
            if (next) next();
            else this.inside--;
        }
    }
}
