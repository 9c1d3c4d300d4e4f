import type { Difference, StreamName } from "../../../src/api/contract.ts";
import type { Asked, Routes } from "../Asked.ts";
import type { Batches } from "../Batches.ts";
import { compare } from "../difference.ts";
import { Refusal } from "../Refusal.ts";

/** Batches as they run, and what their hosts keep of them. */
export const BATCHES: Routes = {
    "GET /batches": ({ plane: { world }, query }) => {
        const all = [...world.batches.all.values()].reverse();
        const from = Number(query("before") ?? 0);
        const limit = Number(query("limit"));
        return {
            batches: all.slice(from, from + limit),
            next: from + limit < all.length ? String(from + limit) : null,
        };
    },
    "GET /batches/*": ({ plane: { world }, id }) => world.batches.get(id),
    "POST /batches/*/undo": ({ plane: { world }, id, json }) => {
        const { command, executions } = world.batches.get(id);
        const action = { type: "run-command" as const, command: `undo ${id}: ${command.split(" ")[1]}` };
        const targets = executions.map((each) => each.operatorId).join(",");
        json(201, { ...world.propose({ action, targets }, undefined), leftOut: [] });
    },
    "POST /batches/*/cancel": ({ plane: { world }, id, json }) => json(202, world.batches.cancel(id)),
    "POST /batches/*/go-on": async ({ plane: { world }, id, body, json }) =>
        json(202, world.batches.goOn(id, (await body<{ wave: number }>()).wave)),
    "GET /batches/*/events": ({ plane, request, response, id, query }) =>
        plane.streams.batch(request, response, id, Number(query("live") ?? 8)),
    "GET /executions/*/difference": ({ plane: { world }, id, query }) =>
        difference(world.batches, id, query("from") ?? ""),
    "GET /executions/*/output": output,
};

function output({ plane, response, id, query }: Asked): void {
    if (plane.hostUnreachable) {
        throw new Refusal(
            409,
            "host-unreachable",
            "The host that keeps this output is not connected.",
            "Start the operator there, then try again.",
        );
    }
    const spool = plane.world.batches.spools.get(id);
    if (!spool) throw new Refusal(404, "not-found", "There is no such output.", "It never began.");
    response.writeHead(200, { "Content-Type": "application/octet-stream" });
    const offset = Number(query("offset") ?? 0);
    response.end(spool.read(query("stream") as StreamName, offset, Number.MAX_SAFE_INTEGER));
}

function difference({ spools }: Batches, id: string, from: string): Difference {
    const lines = (execution: string, stream: StreamName) =>
        spools.get(execution)?.read(stream, 0, 65_536).toString().split("\n").slice(0, -1) ?? [];
    return {
        stdout: compare(lines(from, "stdout"), lines(id, "stdout")),
        stderr: compare(lines(from, "stderr"), lines(id, "stderr")),
    };
}
