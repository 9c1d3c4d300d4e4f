import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Client } from "./client.ts";
import { Problem } from "./problem.ts";

interface Seen {
    route: string;
    headers: IncomingMessage["headers"];
    body: string;
}

describe("the client, on a real socket", () => {
    let server: Server;
    let seen: Seen[];
    let answer: { status: number; type: string; body: string };
    let signedOut: number;
    let client: Client;

    beforeEach(async () => {
        seen = [];
        signedOut = 0;
        answer = { status: 200, type: "application/json", body: '{"csrfToken":"csrf-1"}' };
        server = createServer(async (request, response) => {
            const parts: Buffer[] = [];
            for await (const part of request) parts.push(part as Buffer);
            seen.push({
                route: `${request.method} ${request.url}`,
                headers: request.headers,
                body: Buffer.concat(parts).toString(),
            });
            response.writeHead(answer.status, { "Content-Type": answer.type });
            response.end(answer.body);
        });
        await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
        client = new Client(() => signedOut++, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    });

    afterEach(() => {
        server.closeAllConnections();
        server.close();
    });

    const failure = (call: Promise<unknown>): Promise<Problem> =>
        call.then(
            () => Promise.reject(new Error("it was not refused")),
            (problem: unknown) => problem as Problem,
        );

    it("sends the CSRF token with what changes something, and with nothing else", async () => {
        await client.me();
        await client.bind("op_1");
        await client.status();
        expect(seen.map((each) => [each.route, each.headers["x-csrf-token"]])).toEqual([
            ["GET /api/v1/me", undefined],
            ["POST /api/v1/operators/op_1/bind", "csrf-1"],
            ["GET /api/v1/status", undefined],
        ]);
    });

    it("stamps what changes something with the time and a nonce of its own", async () => {
        await client.bind("op_1");
        await client.bind("op_1");
        await client.status();
        const [first, second, read] = seen.map((each) => each.headers);
        expect(Math.abs(Date.parse(String(first?.["x-request-timestamp"])) - Date.now())).toBeLessThan(60_000);
        expect(String(first?.["x-request-nonce"])).toMatch(/^[0-9a-f]{32}$/);
        expect(second?.["x-request-nonce"]).not.toBe(first?.["x-request-nonce"]);
        expect(read?.["x-request-nonce"]).toBeUndefined();
    });

    it("sends what was typed to confirm a high risk", async () => {
        await client.approve("pr_1", "abc", "web-1");
        expect(seen[0]?.body).toBe('{"digest":"abc","confirmation":"web-1"}');
    });

    it("approves the digest that was shown, and no other field", async () => {
        await client.approve("pr_1", "abc");
        expect(seen[0]?.body).toBe('{"digest":"abc"}');
        expect(seen[0]?.headers["content-type"]).toBe("application/json");
    });

    it("names the attempt of a proposal", async () => {
        await client.propose({ action: { type: "run-command", command: "id" }, targets: "all" }, "attempt-1");
        expect(seen[0]?.headers["idempotency-key"]).toBe("attempt-1");
    });

    it("tells of every 401 but that of a sign-in link", async () => {
        answer = {
            status: 401,
            type: "application/problem+json",
            body: '{"code":"sign-in-needed","detail":"This needs a sign-in."}',
        };
        expect((await failure(client.status())).code).toBe("sign-in-needed");
        expect(signedOut).toBe(1);
        expect((await failure(client.signIn("used"))).status).toBe(401);
        expect(signedOut).toBe(1);
    });

    it("tells an answer it cannot read from a refusal", async () => {
        answer = { status: 200, type: "text/html", body: "<html>a proxy's page</html>" };
        expect((await failure(client.status())).code).toBe("unreadable");
    });

    it("says so when nobody answers", async () => {
        await new Promise((done) => {
            server.closeAllConnections();
            server.close(done);
        });
        const problem = await failure(client.status());
        expect(problem.code).toBe("unreachable");
        expect(problem.advice).toContain("./dropops up");
        expect(signedOut).toBe(0);
    });
});
