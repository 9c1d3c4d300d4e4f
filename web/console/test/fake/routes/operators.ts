import type { NewDeviceLink } from "../../../src/api/contract.ts";
import type { Routes } from "../Asked.ts";
import { Refusal } from "../Refusal.ts";

/** Operators, their keys, and links by which many come. */
export const OPERATORS: Routes = {
    "GET /operators": ({ plane: { world }, query }) => {
        const limit = Number(query("limit"));
        const after = Number(query("after") ?? 0);
        const operators = world.operators.filter((each) => each.index > after).slice(0, limit);
        const last = operators.at(-1);
        return { operators, next: last && last.index < world.operators.length ? last.index : null };
    },
    "POST /operators": async ({ plane: { world }, body, json }) => {
        const { name, kind } = await body<{ name: string; kind: "solo" | "cloud" }>();
        if (world.operators.some((each) => each.name === name))
            throw new Refusal(409, "name-taken", `There is an operator named ${name}.`, "Choose another name.");
        const operator = world.add({
            name,
            kind,
            status: "AVAILABLE",
            connected: false,
            host: null,
            lastHeartbeatAt: null,
            enrolledAt: null,
        });
        world.tell("operator", operator);
        json(201, world.issueKey(operator));
    },
    "POST /operators/*/bind": ({ plane: { world }, id }) => world.bind(id),
    "POST /operators/*/unbind": ({ plane: { world }, id }) =>
        world.change(id, { status: "ACTIVE", boundToMe: false, boundSession: null }),
    "POST /operators/*/stop": ({ plane: { world }, id }) => world.change(id, { status: "STOPPED", connected: false }),
    "POST /operators/*/key": ({ plane: { world }, id }) =>
        world.issueKey(world.change(id, { status: "AVAILABLE", connected: false, keyActive: true })),
    "POST /operators/*/key/revoke": ({ plane: { world }, id }) =>
        world.change(id, { status: "OFFLINE", connected: false, keyActive: false }),
    "GET /links": ({ plane: { deviceLinks } }) => ({ links: deviceLinks.all }),
    "POST /links": async ({ plane: { deviceLinks }, body, json }) =>
        json(201, deviceLinks.create(await body<NewDeviceLink>())),
    "POST /links/*/revoke": ({ plane: { deviceLinks }, id }) => deviceLinks.revoke(id),
};
