import { describe, expect, it } from "vitest";
import { ONE_BY_ONE } from "../../test/examples.ts";
import { orderWords } from "./order.ts";

describe("the order of hosts in words", () => {
    it("says how they are reached and when it stops", () => {
        expect(orderWords({ strategy: "sequential", limits: ONE_BY_ONE, targetCount: 5 })).toBe(
            "one after another, stops at the first failure",
        );
        expect(
            orderWords({
                strategy: "rolling",
                limits: {
                    atOnce: 10,
                    canary: 1,
                    failures: 3,
                    pauseSeconds: 30,
                    askEachWave: true,
                    deliverSeconds: 600,
                },
                targetCount: 100,
            }),
        ).toBe(
            "first 1 host, none of which may fail, then waves of 10, 30 s between waves, asks before each further wave, stops when more than 3 failed, waits for hosts that are away until 600 s after it was asked",
        );
        expect(
            orderWords({ strategy: "parallel", limits: { ...ONE_BY_ONE, atOnce: 5, failures: 5 }, targetCount: 5 }),
        ).toBe("all at the same time, goes on after failures");
        expect(
            orderWords({ strategy: "canary", limits: { ...ONE_BY_ONE, atOnce: 4, canary: 2 }, targetCount: 10 }),
        ).toContain("then the others, at most 4 at the same time");
    });
});
