import { describe, expect, it } from "vitest";
import { objection, ONE_BY_ONE, paceRequest } from "./pace.ts";

describe("the pace of a proposal", () => {
    it("says only what was typed", () => {
        expect(paceRequest(ONE_BY_ONE)).toEqual({ strategy: "sequential" });
        expect(paceRequest({ ...ONE_BY_ONE, strategy: "parallel", failures: " 100% " })).toEqual({
            strategy: "parallel",
            failures: "100%",
        });
    });

    it("leaves out what means nothing for the strategy", () => {
        const all = {
            atOnce: "10%",
            canary: "2",
            failures: "1",
            pauseSeconds: "30",
            hours: "4",
            awayMinutes: "90",
            askEachWave: true,
        };
        expect(paceRequest({ ...all, awayMinutes: "", strategy: "sequential" })).toEqual({
            strategy: "sequential",
            failures: "1",
        });
        expect(paceRequest({ ...all, strategy: "parallel" })).toEqual({
            strategy: "parallel",
            atOnce: "10%",
            failures: "1",
            deliverSeconds: 5_400,
        });
        expect(paceRequest({ ...all, strategy: "rolling" })).toEqual({
            strategy: "rolling",
            atOnce: "10%",
            canary: "2",
            failures: "1",
            pauseSeconds: 30,
            validSeconds: 14_400,
            deliverSeconds: 5_400,
            askEachWave: true,
        });
    });

    it("refuses what is no number", () => {
        expect(objection({ ...ONE_BY_ONE, failures: "a few" })).toContain("10%");
        expect(objection({ ...ONE_BY_ONE, strategy: "rolling", pauseSeconds: "1.5" })).toContain("seconds");
        expect(objection({ ...ONE_BY_ONE, strategy: "rolling", hours: "25" })).toContain("24 hours");
        expect(objection({ ...ONE_BY_ONE, awayMinutes: "61" })).toContain("60 minutes");
        expect(objection({ ...ONE_BY_ONE, strategy: "rolling", hours: "2", awayMinutes: "61" })).toBeNull();
        expect(objection({ ...ONE_BY_ONE, strategy: "sequential", atOnce: "rubbish" })).toBeNull();
        expect(objection({ ...ONE_BY_ONE, strategy: "canary", canary: "1%", pauseSeconds: "60" })).toBeNull();
    });
});
