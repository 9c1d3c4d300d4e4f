import { describe, expect, it } from "vitest";
import { execution } from "../../test/examples.ts";
import { countExecutions, isSettled, outcome } from "./counts.ts";
import { sameResults } from "./sameResults.ts";

describe("outcomes", () => {
    it("tells a finished execution by its exit code", () => {
        expect(outcome({ state: "FINISHED", exitCode: 0 })).toBe("succeeded");
        expect(outcome({ state: "FINISHED", exitCode: 3 })).toBe("failed");
        expect(outcome({ state: "FINISHED", exitCode: null })).toBe("failed");
    });

    it("counts every execution once", () => {
        const counts = countExecutions([
            execution(0),
            execution(1, { exitCode: 3 }),
            execution(2, { state: "SKIPPED", exitCode: null }),
        ]);
        expect(counts).toMatchObject({ succeeded: 1, failed: 1, skipped: 1, running: 0 });
    });

    it("never takes an unknown execution for settled", () => {
        expect(isSettled("UNKNOWN")).toBe(false);
        expect(isSettled("INTERRUPTED")).toBe(true);
    });
});

describe("identical results", () => {
    it("go together only with the same code and the same bytes", () => {
        const groups = sameResults([
            execution(0),
            execution(1),
            execution(2, { exitCode: 1 }),
            execution(3, { stdoutSha256: "other" }),
        ]);
        expect(groups.map((group) => group.map((each) => each.index))).toEqual([[0, 1], [2], [3]]);
    });

    it("are not assumed for what has not finished", () => {
        const running = { state: "RUNNING", exitCode: null, stdoutSha256: null, stderrSha256: null } as const;
        expect(sameResults([execution(0, running), execution(1, running)])).toHaveLength(2);
    });
});
