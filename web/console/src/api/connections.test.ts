import { describe, expect, it } from "vitest";
import { Slots } from "./Slots.ts";
import { Turnstile } from "./Turnstile.ts";

/** Locks as tabs of one browser share them. */
function sharedLocks(): Pick<LockManager, "request"> {
    const held = new Set<string>();
    const request = async (name: string, _: unknown, work: (lock: unknown) => unknown): Promise<unknown> => {
        if (held.has(name)) return work(null);
        held.add(name);
        try {
            return await work({ name });
        } finally {
            held.delete(name);
        }
    };
    return { request } as unknown as Pick<LockManager, "request">;
}

describe("slots for streams", () => {
    it("are shared by all tabs and come back when released", async () => {
        const locks = sharedLocks();
        const [one, other] = [new Slots(3, locks), new Slots(3, locks)];
        const first = await one.take();
        await other.take();
        await one.take();
        expect(await one.take()).toBeNull();
        expect(await other.take()).toBeNull();
        first?.();
        await new Promise((done) => setTimeout(done, 0));
        expect(await other.take()).not.toBeNull();
    });

    it("are counted by each tab alone where locks are not to be had", async () => {
        const slots = new Slots(1, undefined);
        const release = await slots.take();
        expect(await slots.take()).toBeNull();
        release?.();
        expect(await slots.take()).not.toBeNull();
    });
});

describe("a turnstile", () => {
    it("lets one through at a time, in order, also after a failure", async () => {
        const turnstile = new Turnstile(1);
        const seen: string[] = [];
        const work = (name: string) => async () => {
            seen.push(`${name} in`);
            await Promise.resolve();
            seen.push(`${name} out`);
            if (name === "a") throw new Error("a failed");
        };
        await Promise.allSettled(["a", "b", "c"].map((name) => turnstile.through(work(name))));
        expect(seen).toEqual(["a in", "a out", "b in", "b out", "c in", "c out"]);
        await turnstile.through(work("d"));
        expect(seen).toHaveLength(8);
    });
});
