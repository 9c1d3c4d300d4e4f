import { describe, expect, it } from "vitest";
import type { Client } from "../api/client.ts";
import type { Batch, Execution } from "../api/contract.ts";
import { execution, ONE_WAVE } from "../../test/examples.ts";
import { Slots } from "../api/Slots.ts";
import { BatchFeed, type BatchSnapshot } from "./BatchFeed.ts";
import { noCounts } from "./counts.ts";

const SETTINGS = {
    turnMs: 8,
    silenceMs: 1_000,
    retryMs: [1],
    slots: new Slots(1, undefined),
    crowdedMs: 1,
};

function batch(state: Batch["state"], executions: Execution[]): Batch {
    return {
        id: "ba_1",
        proposalId: "pr_1",
        state,
        command: "echo",
        strategy: "parallel",
        waves: ONE_WAVE,
        records: { controlPlane: 0, over: 0 },
        targetCount: executions.length,
        counts: noCounts(),
        requestedBy: { id: "mb_1", name: "owner" },
        createdAt: "2026-01-01T00:00:00Z",
        startedAt: null,
        finishedAt: null,
        executions,
    };
}

function event(name: string, data: unknown, id = ""): string {
    return `event: ${name}\n${id ? `id: ${id}\n` : ""}data: ${JSON.stringify(data)}\n\n`;
}

function output(executionId: string, offset: number, text: string): string {
    return event("output", { executionId, stream: "stdout", offset, data: btoa(text) }, `0:${offset + text.length}:0`);
}

/** A control plane whose connections each say one thing and then break off. */
function controlPlane(first: Batch, connections: string[]) {
    const resumed: string[] = [];
    const client = {
        batch: async () => first,
        send: async (_: string, { headers }: { headers: Record<string, string> }) => {
            resumed.push(headers["Last-Event-ID"] ?? "");
            return new Response(connections.shift() ?? event("end", { state: "COMPLETED" }));
        },
    } as unknown as Client;
    return { client, resumed };
}

function until(feed: BatchFeed, condition: (snapshot: BatchSnapshot) => boolean): Promise<BatchSnapshot> {
    return new Promise((done) => {
        const look = (): void => {
            if (condition(feed.snapshot())) done(feed.snapshot());
        };
        feed.subscribe(look);
        look();
    });
}

const running = execution(0, { state: "RUNNING", exitCode: null, stdoutBytes: 0 });
const finished = execution(0, { stdoutBytes: 12 });

describe("a batch being followed", () => {
    it("joins what came before and after a broken connection", async () => {
        const { client, resumed } = controlPlane(batch("RUNNING", [running]), [
            event("batch", batch("RUNNING", [running])) + output(running.id, 0, "first\n"),
            output(running.id, 3, "st\nsecond") + event("execution", finished) + event("end", { state: "COMPLETED" }),
        ]);
        const feed = new BatchFeed(client, "ba_1", SETTINGS);
        void feed.open();
        const { counts } = await until(feed, ({ batch: now }) => now?.state === "COMPLETED");
        expect(resumed).toEqual(["", "0:6:0"]);
        expect(feed.tail(running.id).text()).toBe("first\nsecond\n");
        expect(counts.succeeded).toBe(1);
        expect(feed.followsLive(finished)).toBe(false);
    });

    it("is read once when it is over already", async () => {
        const { client, resumed } = controlPlane(batch("COMPLETED", [finished]), []);
        const feed = new BatchFeed(client, "ba_1", SETTINGS);
        await feed.open();
        expect(resumed).toEqual([]);
        expect(feed.snapshot().executions).toEqual([finished]);
    });

    it("is not followed when nothing shows it any more by the time it was read", async () => {
        const { client, resumed } = controlPlane(batch("RUNNING", [running]), []);
        const feed = new BatchFeed(client, "ba_1", SETTINGS);
        const opening = feed.open();
        feed.close();
        await opening;
        expect(resumed).toEqual([]);
    });

    it("gives up a stream that is far behind the end of its batch", async () => {
        const large = execution(0, { stdoutBytes: 1_000_000_000 });
        const ended = event("batch", batch("COMPLETED", [large]));
        const { client } = controlPlane(batch("RUNNING", [running]), [
            output(running.id, 0, "first\n") + ended + output(running.id, 6, "more\n"),
        ]);
        const feed = new BatchFeed(client, "ba_1", SETTINGS);
        void feed.open();
        await until(feed, ({ batch: now }) => now?.state === "COMPLETED");
        expect(feed.followsLive(large)).toBe(false);
        expect(feed.tail(running.id).offset("stdout")).toBe(6);
    });

    it("asks now and then while too many streams are open", async () => {
        const { client, resumed } = controlPlane(batch("RUNNING", [running]), []);
        const states = [batch("RUNNING", [running]), batch("RUNNING", [running]), batch("COMPLETED", [finished])];
        client.batch = async () => states.shift() ?? batch("COMPLETED", [finished]);
        const feed = new BatchFeed(client, "ba_1", { ...SETTINGS, slots: new Slots(0, undefined) });
        void feed.open();
        await until(feed, ({ state }) => state === "crowded");
        expect(feed.followsLive(running)).toBe(false);
        await until(feed, ({ batch: now }) => now?.state === "COMPLETED");
        expect(resumed).toEqual([]);
    });

    it("resumes behind what the control plane had to leave out", async () => {
        const gap = { executionId: running.id, stream: "stdout", from: 0, to: 900 };
        const { client, resumed } = controlPlane(batch("RUNNING", [running]), [
            event("gap", gap),
            event("end", { state: "FAILED" }),
        ]);
        const feed = new BatchFeed(client, "ba_1", SETTINGS);
        void feed.open();
        await until(feed, ({ batch: now }) => now?.state === "FAILED");
        expect(resumed[1]).toBe("0:900:0");
        expect(feed.tail(running.id).at(0)?.text).toContain("not kept by the host");
    });

    it("is not taken back to its start by an answer that was overtaken on its way", async () => {
        const { client } = controlPlane(batch("RUNNING", [running]), [
            event("batch", batch("COMPLETED", [finished])) + event("end", { state: "COMPLETED" }),
        ]);
        const waiting = execution(0, { state: "WAITING", exitCode: null, stdoutBytes: 0 });
        let late: (batch: Batch) => void = () => {};
        const answers = [Promise.resolve(batch("WAITING", [waiting])), new Promise<Batch>((done) => (late = done))];
        client.batch = async () => (await answers.shift()) as Batch;
        const feed = new BatchFeed(client, "ba_1", SETTINGS);
        // Two views show the same batch.
        const first = feed.open();
        const second = feed.open();
        await first;
        await until(feed, ({ batch: now }) => now?.state === "COMPLETED");
        late(batch("WAITING", [waiting]));
        await second;
        expect(feed.snapshot().batch?.state).toBe("COMPLETED");
        expect(feed.snapshot().executions).toEqual([finished]);
        expect(feed.over).toBe(true);
    });
});
