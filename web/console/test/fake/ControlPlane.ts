import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { Access } from "./Access.ts";
import { Asked, type Routes } from "./Asked.ts";
import { DeviceLinks } from "./DeviceLinks.ts";
import { Refusal } from "./Refusal.ts";
import { BATCHES } from "./routes/batches.ts";
import { OPERATORS } from "./routes/operators.ts";
import { PROPOSALS } from "./routes/proposals.ts";
import { WORKSPACE } from "./routes/workspace.ts";
import { Streams } from "./Streams.ts";
import { Transmissions } from "./Transmissions.ts";
import { World } from "./World.ts";

const ROUTES: Routes = { ...WORKSPACE, ...OPERATORS, ...PROPOSALS, ...BATCHES };
const CSP =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const TYPES: Record<string, string> = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
};

/** A control plane that speaks the contract over a real socket, serving the built console under the real policy. */
export class ControlPlane {
    readonly world = new World();
    readonly deviceLinks = new DeviceLinks();
    readonly transmissions = new Transmissions();
    readonly access = new Access();
    readonly streams = new Streams(this.world);
    hostUnreachable = false;
    private server: Server | null = null;
    private port = 0;

    constructor(private readonly dist: string) {}

    get url(): string {
        return `http://127.0.0.1:${this.port}`;
    }

    async start(): Promise<void> {
        this.server = createServer((request, response) => void this.handle(request, response));
        await new Promise<void>((done) => this.server?.listen(this.port, "127.0.0.1", done));
        this.port = (this.server.address() as AddressInfo).port;
    }

    async stop(): Promise<void> {
        this.streams.drop();
        this.server?.closeAllConnections();
        await new Promise((done) => this.server?.close(done));
        this.server = null;
    }

    private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
        response.setHeader("Content-Security-Policy", CSP);
        response.setHeader("X-Content-Type-Options", "nosniff");
        const url = new URL(request.url ?? "/", this.url);
        try {
            if (url.pathname.startsWith("/api/v1/")) await this.api(request, response, url);
            else await this.file(response, url.pathname);
        } catch (failure) {
            const refusal =
                failure instanceof Refusal
                    ? failure
                    : new Refusal(500, "unexpected", String(failure), "Look at the test.");
            const { status, code, detail, advice, more } = refusal;
            if (response.headersSent) return;
            response.writeHead(status, { "Content-Type": "application/problem+json" });
            response.end(
                JSON.stringify({
                    type: `urn:dropops:${code}`,
                    title: code,
                    status,
                    detail,
                    code,
                    advice,
                    requestId: "rq_1",
                    ...more,
                }),
            );
        }
    }

    private async file(response: ServerResponse, pathname: string): Promise<void> {
        const name = pathname.startsWith("/assets/") ? path.basename(pathname) : null;
        const file = name ? path.join(this.dist, "assets", name) : path.join(this.dist, "index.html");
        const bytes = await readFile(file).catch(() => null);
        if (!bytes) throw new Refusal(404, "not-found", "There is no such page.", "Go to /.");
        response.writeHead(200, { "Content-Type": TYPES[path.extname(file)] ?? "application/octet-stream" });
        response.end(bytes);
    }

    private async api(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
        const asked = new Asked(this, request, response, url);
        if (asked.route === "POST /sign-in") {
            const { token } = await asked.body<{ token: string }>();
            response.writeHead(204, { "Set-Cookie": this.access.signIn(token) }).end();
            return;
        }
        this.access.check(request);
        const route = ROUTES[asked.route];
        if (!route) throw new Refusal(404, "not-found", `There is no ${asked.route}.`, "Look at the contract.");
        const answer = await route(asked);
        if (!response.headersSent) asked.json(200, answer);
    }
}
