import type { IncomingMessage, ServerResponse } from "node:http";
import type { Execution, StreamName } from "../../src/api/contract.ts";
import { ResumeVector } from "../../src/output/resume.ts";
import { pause } from "./time.ts";
import type { Transmissions } from "./Transmissions.ts";
import type { World } from "./World.ts";

const STREAMS: StreamName[] = ["stdout", "stderr"];

type Send = (name: string, data: unknown, id?: string) => boolean;

/** The event streams of the fake server, which can be cut. */
export class Streams {
    readonly bytesSent = { output: 0 };
    /** Every batch stream so far, by the position it began from. */
    readonly ofBatches: { lastEventId: string }[] = [];
    private open = new Set<ServerResponse>();

    constructor(private readonly world: World) {}

    /** Cuts all of them, as a network would. */
    drop(): void {
        for (const response of this.open) response.destroy();
        this.open.clear();
    }

    workspace(response: ServerResponse): void {
        const send = this.begin(response);
        const stop = this.world.listen((name, data) => {
            if (name === "operator" || name === "approval" || name === "batch" || name === "resync") send(name, data);
        });
        response.on("close", stop);
    }

    transmissions(response: ServerResponse, transmissions: Transmissions): void {
        const send = this.begin(response);
        const tell = (): void => {
            send("totals", transmissions.totals());
            send("transmissions", transmissions.page().transmissions);
        };
        tell();
        response.on("close", transmissions.listen(tell));
    }

    async batch(request: IncomingMessage, response: ServerResponse, id: string, live: number): Promise<void> {
        const { world } = this;
        const { batches } = world;
        batches.get(id);
        const lastEventId = String(request.headers["last-event-id"] ?? "");
        this.ofBatches.push({ lastEventId });
        const position = ResumeVector.parse(lastEventId);
        const send = this.begin(response);
        const queue: [string, unknown][] = [["batch", batches.get(id)]];
        let wake: () => void = () => {};
        let closed = false;
        const stop = world.listen((name, data) => {
            if (name === "batch" && (data as { id: string }).id === id) queue.push(["batch", batches.get(id)]);
            if (name === "execution" && (data as { batchId: string }).batchId === id)
                queue.push(["execution", (data as { execution: Execution }).execution]);
            wake();
        });
        response.on("close", () => {
            closed = true;
            stop();
            wake();
        });
        while (!closed) {
            let sent = false;
            for (const [name, data] of queue.splice(0)) {
                send(name, data, position.toString());
                sent = true;
            }
            for (const execution of batches.get(id).executions.slice(0, live)) {
                for (const stream of STREAMS) {
                    const offset = position.offset(execution.index, stream);
                    const bytes = batches.spools.get(execution.id)?.read(stream, offset, 48_000);
                    if (!bytes || bytes.length === 0) continue;
                    position.advance(execution.index, stream, offset + bytes.length);
                    this.bytesSent.output += bytes.length;
                    sent = true;
                    const took = send(
                        "output",
                        { executionId: execution.id, stream, offset, data: bytes.toString("base64") },
                        position.toString(),
                    );
                    // A slow reader holds this stream back; the host's spool takes no notice.
                    if (!took) await drained(response);
                }
            }
            if (!sent && queue.length === 0) {
                if (batches.over(id)) {
                    send("end", { state: batches.get(id).state });
                    response.end();
                    return;
                }
                await Promise.race([new Promise<void>((done) => (wake = done)), pause(1_000)]);
            }
        }
    }

    private begin(response: ServerResponse): Send {
        response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
        response.write(": open\n\n");
        this.open.add(response);
        response.on("close", () => this.open.delete(response));
        return (name, data, id) =>
            response.write(`${id === undefined ? "" : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
    }
}

function drained(response: ServerResponse): Promise<void> {
    return new Promise((done) => {
        const finish = (): void => {
            response.off("drain", finish);
            response.off("close", finish);
            done();
        };
        response.on("drain", finish);
        response.on("close", finish);
    });
}
