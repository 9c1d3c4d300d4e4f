import { describe, expect, it } from "vitest";
import type { Transmission } from "../api/contract.ts";
import { ended, merged, operation, share } from "./transmissions.ts";

function one(executionId: string, at: string, outputBytes = 0): Transmission {
    return {
        executionId,
        batchId: "ba_1",
        operatorId: "op_1",
        name: "web-1",
        type: "run-command",
        command: "uptime",
        at,
        keptBytes: 1_024,
        metadataBytes: 142,
        outputBytes,
        keptShare: 0.86,
        state: "FINISHED",
        exitCode: 0,
        stdoutSha256: null,
        stderrSha256: null,
    };
}

describe("transmissions", () => {
    it("come the newest first, each once, as it was last", () => {
        const known = [one("b", "2026-01-01T00:00:02Z"), one("a", "2026-01-01T00:00:01Z")];
        const list = merged(known, [one("a", "2026-01-01T00:00:03Z", 500), one("c", "2026-01-01T00:00:00Z")], 3);
        expect(list.map((each) => each.executionId)).toEqual(["a", "b", "c"]);
        expect(list[0]?.outputBytes).toBe(500);
        expect(merged(list, [one("a", "2026-01-01T00:00:01Z")], 3)[0]?.outputBytes).toBe(500);
        expect(merged(known, [one("c", "2026-01-01T00:00:00Z")], 2)).toHaveLength(2);
    });

    it("never claim more than was kept", () => {
        expect(share(0.99999)).toBe("99.9 %");
        expect(share(1)).toBe("100.0 %");
        expect(share(0)).toBe("0.0 %");
        expect(share(null)).toBe("–");
    });

    it("say how they ended", () => {
        expect(ended(one("a", "2026-01-01T00:00:00Z"))).toBe("exit 0");
        expect(ended({ ...one("a", "2026-01-01T00:00:00Z"), state: "REFUSED", exitCode: null })).toBe("refused");
    });

    it("are named for what was done", () => {
        expect(operation("read-file")).toBe("File read");
        expect(operation("undo-batch")).toBe("Undo");
        expect(operation("something-new")).toBe("something-new");
    });
});
