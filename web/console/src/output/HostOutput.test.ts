import { describe, expect, it } from "vitest";
import type { Client } from "../api/client.ts";
import type { StreamName } from "../api/contract.ts";
import { execution } from "../../test/examples.ts";
import { HostOutput, type HostOutputState } from "./HostOutput.ts";
import { Tail, TAIL_SETTINGS } from "./tail.ts";

const utf8 = new TextEncoder();

/** A host that keeps both streams, and may break off. */
function host(kept: Partial<Record<StreamName, string>>, breaksOff = false) {
    const asked: string[] = [];
    const client = {
        output: async (_: string, stream: StreamName, offset: number) => {
            asked.push(`${stream}@${offset}`);
            const bytes = utf8.encode(kept[stream] ?? "").subarray(offset);
            let sent = false;
            return new Response(
                new ReadableStream({
                    pull(controller) {
                        if (!sent) controller.enqueue(bytes);
                        else if (breaksOff) controller.error(new TypeError("network error"));
                        else controller.close();
                        sent = true;
                    },
                }),
            );
        },
    } as unknown as Client;
    return { client, asked };
}

function read(client: Client, tail: Tail, differing: Parameters<typeof execution>[1]): Promise<HostOutputState> {
    return new Promise((done) => {
        new HostOutput(client, execution(0, differing), tail, (state) => {
            if (!state.reading) done(state);
        });
    });
}

describe("output read from its host", () => {
    it("holds both streams", async () => {
        const { client } = host({ stdout: "out\n", stderr: "err\n" });
        const tail = new Tail();
        const { problem } = await read(client, tail, { stdoutBytes: 4, stderrBytes: 4 });
        expect(problem).toBeNull();
        expect(tail.length).toBe(2);
    });

    it("goes on after what is here already", async () => {
        const { client, asked } = host({ stdout: "one\ntwo\n" });
        const tail = new Tail();
        tail.append("stdout", 0, utf8.encode("one\n"));
        await read(client, tail, { stdoutBytes: 8 });
        expect(asked).toEqual(["stdout@4"]);
        expect(tail.text()).toBe("one\ntwo\n");
    });

    it("begins near the end of what is too large to keep", async () => {
        const size = TAIL_SETTINGS.maxCharacters + 1_000;
        const { client, asked } = host({ stdout: "x".repeat(size) });
        const tail = new Tail();
        await read(client, tail, { stdoutBytes: size });
        expect(asked).toEqual(["stdout@1000"]);
        expect(tail.truncated).toBe(true);
    });

    it("leaves out the middle when what is here is far behind the end", async () => {
        const size = TAIL_SETTINGS.maxCharacters + 5_000;
        const { client, asked } = host({ stdout: "x".repeat(size) });
        const tail = new Tail();
        tail.append("stdout", 0, utf8.encode("begin\n"));
        await read(client, tail, { stdoutBytes: size });
        expect(asked).toEqual(["stdout@5000"]);
        expect(tail.offset("stdout")).toBe(size);
    });

    it("says what the host could not keep", async () => {
        const { client } = host({ stdout: "kept\n" });
        const tail = new Tail();
        await read(client, tail, { stdoutBytes: 500 });
        expect(tail.at(1)?.text).toBe("495 bytes of stdout were not kept by the host");
    });

    it("is read in turns while the command runs, and never holds a connection for long", async () => {
        const { client, asked } = host({ stdout: "so far\n" });
        const tail = new Tail();
        const output = new HostOutput(client, execution(0, { state: "RUNNING", exitCode: null }), tail, () => {}, 5);
        await new Promise<void>((done) => {
            const look = () => asked.length >= 4 && done();
            tail.subscribe(look);
            const timer = setInterval(() => {
                look();
                if (asked.length >= 4) clearInterval(timer);
            }, 5);
        });
        output.close();
        expect(asked.slice(0, 4)).toEqual(["stdout@0", "stderr@0", "stdout@7", "stderr@0"]);
    });

    it("says so when it breaks off, and keeps what came", async () => {
        const { client } = host({ stdout: "part of it" }, true);
        const tail = new Tail();
        const { problem } = await read(client, tail, { stdoutBytes: 100 });
        expect(problem?.code).toBe("output-cut-short");
        expect(tail.text()).toBe("part of it\n");
    });
});
