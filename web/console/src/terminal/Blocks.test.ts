import { describe, expect, it } from "vitest";
import type { Approval, ProposalRequest, Proposed } from "../api/contract.ts";
import { Problem, unreachable } from "../api/problem.ts";
import { Blocks } from "./Blocks.ts";

const request: ProposalRequest = { action: { type: "run-command", command: "id" }, targets: "all" };
const proposed = { proposal: { id: "pr_1" } as Approval, batchId: "ba_1" } as Proposed;

function tab() {
    let value: string | null = null;
    return { getItem: () => value, setItem: (_: string, next: string) => void (value = next) };
}

function counter(): () => string {
    let n = 0;
    return () => `attempt-${++n}`;
}

describe("the terminal's blocks", () => {
    it("go from proposing to proposed, and are there again after a reload", async () => {
        const storage = tab();
        const blocks = new Blocks(
            async () => proposed,
            () => {},
            storage,
            counter(),
        );
        const running = blocks.run(request);
        expect(blocks.snapshot()[0]?.step).toBe("proposing");
        await running;
        expect(blocks.snapshot()[0]).toMatchObject({ step: "proposed", proposalId: "pr_1", batchId: "ba_1" });
        expect(
            new Blocks(
                async () => proposed,
                () => {},
                storage,
                counter(),
            ).snapshot(),
        ).toHaveLength(1);
    });

    it("retry under the same attempt, so that a lost answer cannot run a command twice", async () => {
        const attempts: string[] = [];
        const blocks = new Blocks(
            async (_, attempt) => {
                attempts.push(attempt);
                if (attempts.length === 1) throw unreachable();
                return proposed;
            },
            () => {},
            null,
            counter(),
        );
        await blocks.run(request);
        expect(blocks.snapshot()[0]?.step).toBe("refused");
        await blocks.retry("attempt-1");
        expect(blocks.snapshot()[0]?.step).toBe("proposed");
        expect(attempts).toEqual(["attempt-1", "attempt-1"]);
    });

    it("forget a refusal with the tab", async () => {
        const storage = tab();
        const refuse = async () => Promise.reject(new Problem({ code: "denied-by-guard", status: 422 }));
        const blocks = new Blocks(refuse, () => {}, storage, counter());
        await blocks.run(request);
        expect(blocks.snapshot()[0]).toMatchObject({ step: "refused", problem: { code: "denied-by-guard" } });
        expect(new Blocks(refuse, () => {}, storage, counter()).snapshot()).toEqual([]);
    });

    it("are bounded in number, the newest staying", async () => {
        const blocks = new Blocks(
            async () => proposed,
            () => {},
            null,
            counter(),
        );
        for (let i = 0; i < 30; i++) await blocks.run(request);
        expect(blocks.snapshot()).toHaveLength(12);
        expect(blocks.snapshot().at(-1)?.key).toBe("attempt-30");
    });
});
