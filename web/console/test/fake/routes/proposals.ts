import type { ProposalRequest } from "../../../src/api/contract.ts";
import type { Routes } from "../Asked.ts";
import { judge } from "../commands.ts";
import { inWords } from "../files.ts";
import { ME } from "../me.ts";
import { Refusal } from "../Refusal.ts";
import { at } from "../time.ts";

/** What is asked for, what the guard and the policy say of it, and what members decide. */
export const PROPOSALS: Routes = {
    "POST /proposals": async ({ plane: { world }, request, body, json }) => {
        const asked = await body<ProposalRequest>();
        const attempt = request.headers["idempotency-key"] as string | undefined;
        json(201, world.propose({ ...asked, action: inWords(asked.action) }, attempt));
    },
    "POST /explain": async ({ body }) => {
        const { command } = await body<{ command: string }>();
        const { kind, risk, effects, profile, reasons } = judge(command);
        const denied = kind === "DENY";
        return {
            command,
            verdict: kind.toLowerCase(),
            risk: denied ? null : risk,
            effects,
            profile: denied ? null : profile,
            reasons,
        };
    },
    "GET /policy": () => ({
        version: 2,
        text: "version: 1\ncommands:\n  block: [reboot]\n",
        digest: "0".repeat(64),
        setBy: ME,
        setAt: at(-3_600),
    }),
    "GET /policy/*": () => ({
        from: 1,
        to: 2,
        lines: [
            { kind: "SAME", text: "version: 1" },
            { kind: "SAME", text: "commands:" },
            { kind: "REMOVED", text: "  block: []" },
            { kind: "ADDED", text: "  block: [reboot]" },
        ],
    }),
    "GET /approvals": ({ plane: { world }, query }) => {
        const approvals = [...world.approvals.values()].reverse();
        return {
            approvals: query("state") === "all" ? approvals : approvals.filter((each) => each.state === "PENDING"),
        };
    },
    "GET /approvals/*": ({ plane: { world }, id }) => world.approvals.get(id),
    "POST /approvals/*/approve": async ({ plane: { world }, id, body }) => {
        const { digest, confirmation } = await body<{ digest: string; confirmation?: string }>();
        if (digest !== world.approvals.get(id)?.digest)
            throw new Refusal(409, "digest-mismatch", "The proposal is another one.", "Read it again.");
        return world.agree(id, confirmation ?? "");
    },
    "POST /approvals/*/deny": async ({ plane: { world }, id, body }) =>
        world.deny(id, (await body<{ feedback?: string }>()).feedback ?? null),
};
