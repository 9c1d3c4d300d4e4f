import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { execution } from "../../test/examples.ts";
import type { ExecutionState } from "../api/contract.ts";
import { countExecutions, isSettled, keeper, outcome } from "./counts.ts";
import { fold } from "./folds.ts";

/** Shared with the control plane, whose `FoldExamplesTest` reads it too. */
const EXAMPLES = path.resolve(import.meta.dirname, "../../../server/src/test/resources/folds/examples.json");

interface Example {
    what: string;
    /** Streams stand for their digests. */
    executions: {
        state: ExecutionState;
        exitCode?: number;
        stdout?: string;
        stderr?: string;
        message?: string;
    }[];
    /** By their places among the executions, like `usual`. */
    folds: number[][];
    usual: number | null;
    open: number;
}

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

describe("who keeps the output", () => {
    it("is the hosts, unless those keep none", () => {
        const words = (controlPlane: number, over: number, targetCount: number) =>
            keeper({ records: { controlPlane, over }, targetCount });
        expect(words(0, 0, 1)).toBe("on the host");
        expect(words(0, 0, 3)).toBe("on the hosts");
        expect(words(3, 0, 3)).toBe("kept here");
        expect(words(2, 0, 3)).toBe("2 of 3 kept here");
        expect(words(0, 3, 3)).toBe("was kept here, and its time is over");
    });
});

describe("equal results", () => {
    it("go together only with the same code, the same bytes and the same message", () => {
        const { folds, usual, open } = fold([
            execution(0),
            execution(1),
            execution(2, { exitCode: 1 }),
            execution(3, { stdoutSha256: "other" }),
            execution(4, { state: "SKIPPED", exitCode: null }),
        ]);
        // what went wrong first, then what few say, what never began last
        expect(folds.map((each) => each.map(({ index }) => index))).toEqual([[2], [3], [0, 1], [4]]);
        expect(usual?.[0].index).toBe(0);
        expect(open).toBe(0);
    });

    it("are not assumed for what has not ended", () => {
        const running = { state: "RUNNING", exitCode: null, stdoutSha256: null, stderrSha256: null } as const;
        expect(fold([execution(0, running), execution(1, running)])).toEqual({ folds: [], usual: null, open: 2 });
    });

    it("are what the control plane takes for equal", () => {
        const examples = JSON.parse(readFileSync(EXAMPLES, "utf8")) as Example[];
        expect(examples.length).toBeGreaterThanOrEqual(6);
        for (const { what, executions, folds, usual, open } of examples) {
            const found = fold(
                executions.map(({ state, exitCode = null, stdout = null, stderr = null, message = null }, index) =>
                    execution(index, { state, exitCode, stdoutSha256: stdout, stderrSha256: stderr, message }),
                ),
            );
            expect(
                {
                    folds: found.folds.map((each) => each.map(({ index }) => index)),
                    usual: found.usual?.[0].index ?? null,
                    open: found.open,
                },
                what,
            ).toEqual({ folds, usual, open });
        }
    });

    it("are found among ten thousand", () => {
        const many = Array.from({ length: 10_000 }, (_, index) =>
            execution(index, index % 1_000 === 7 ? { stdoutSha256: `other ${index}` } : {}),
        );
        const { folds, usual } = fold(many);
        expect(folds).toHaveLength(11);
        expect(usual).toHaveLength(9_990);
        expect(folds.at(-1)).toBe(usual);
    });
});
