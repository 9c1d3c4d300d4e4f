import type { Routes } from "../Asked.ts";
import { ME, SESSION } from "../me.ts";
import { Refusal } from "../Refusal.ts";

/** Who is signed in where, and what happens and was transmitted there. */
export const WORKSPACE: Routes = {
    "POST /sign-out": ({ plane, request, response }) => {
        plane.access.signOut(request);
        response.writeHead(204).end();
    },
    "GET /me": () => ({
        member: { ...ME, role: "owner" },
        workspace: { id: "ws_1", name: "local" },
        session: { id: SESSION },
        csrfToken: "csrf-1",
        version: "0.1.0",
    }),
    "POST /workspace/*": async ({ body }) => {
        if ((await body<{ confirmation: string }>()).confirmation !== "local")
            throw new Refusal(409, "not-confirmed", "What was typed is not the name.", "Type its name.");
        return { erasedRows: 4_711 };
    },
    "GET /events": ({ plane, response }) => plane.streams.workspace(response),
    "GET /transmissions": ({ plane: { transmissions }, query }) => transmissions.page(query("operator")),
    "GET /transmissions/*": ({ plane, response, id }) =>
        id === "totals" ? plane.transmissions.totals() : plane.streams.transmissions(response, plane.transmissions),
    "GET /operators/*/transmissions/totals": ({ plane: { transmissions } }) => transmissions.totals(),
};
