import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import type { Difference, Execution, NewDeviceLink, ProposalRequest, StreamName } from "../../src/api/contract.ts";
import { ResumeVector } from "../../src/output/resume.ts";
import { judge } from "./commands.ts";
import { compare } from "./difference.ts";
import { inWords } from "./files.ts";
import { DeviceLinks } from "./DeviceLinks.ts";
import { Transmissions } from "./Transmissions.ts";
import { at, Refusal, ME, pause, SESSION, World } from "./World.ts";

const CSP =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const TYPES: Record<string, string> = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
};
const STREAMS: StreamName[] = ["stdout", "stderr"];

/** A control plane that speaks the contract over a real socket, serving the built console under the real policy. */
export class ControlPlane {
    readonly world = new World();
    readonly deviceLinks = new DeviceLinks();
    readonly transmissions = new Transmissions();
    readonly signInTokens = new Set<string>();
    readonly bytesSent = { output: 0 };
    readonly batchStreams: { lastEventId: string }[] = [];
    hostUnreachable = false;
    private cookies = new Set<string>();
    private nonces = new Set<string>();
    private server: Server | null = null;
    private port = 0;
    private open = new Set<ServerResponse>();

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
        this.dropStreams();
        this.server?.closeAllConnections();
        await new Promise((done) => this.server?.close(done));
        this.server = null;
    }

    /** Cuts every event stream, as a network would. */
    dropStreams(): void {
        for (const response of this.open) response.destroy();
        this.open.clear();
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
        const route = `${request.method} ${url.pathname.slice("/api/v1".length)}`;
        if (route === "POST /sign-in") {
            const { token } = (await body(request)) as { token: string };
            if (!this.signInTokens.delete(token)) {
                throw new Refusal(
                    401,
                    "link-unusable",
                    "This link was used before or is older than 15 minutes.",
                    "Get a new one: `./dropops login` prints it.",
                );
            }
            this.cookies.add(`session-${token}`);
            response.writeHead(204, {
                "Set-Cookie": `dropops_sign_in=session-${token}; HttpOnly; SameSite=Strict; Path=/`,
            });
            response.end();
            return;
        }
        const cookie = /dropops_sign_in=([^;]+)/.exec(request.headers.cookie ?? "")?.[1] ?? "";
        if (!this.cookies.has(cookie))
            throw new Refusal(
                401,
                "sign-in-needed",
                "This needs a sign-in.",
                "Open a new console link: `./dropops login` prints one.",
            );
        if (request.method !== "GET" && request.headers["x-csrf-token"] !== "csrf-1") {
            throw new Refusal(403, "csrf", "The CSRF token is missing.", "Reload the page.");
        }
        if (request.method !== "GET") this.takeOnce(request);
        await this.signedIn(request, response, url, route, cookie);
    }

    private takeOnce(request: IncomingMessage): void {
        const nonce = String(request.headers["x-request-nonce"] ?? "");
        const stamp = Date.parse(String(request.headers["x-request-timestamp"] ?? ""));
        if (!/^[\w-]{16,64}$/.test(nonce) || Number.isNaN(stamp))
            throw new Refusal(400, "stamp-missing", "The request does not carry its time and a nonce.", "Send both.");
        if (Math.abs(stamp - Date.now()) > 300_000)
            throw new Refusal(403, "clocks-apart", "The clocks are too far apart.", "Set the one that is wrong.");
        if (this.nonces.has(nonce))
            throw new Refusal(409, "request-replayed", "This very request was taken before.", "Send a new one.");
        this.nonces.add(nonce);
    }

    private async signedIn(
        request: IncomingMessage,
        response: ServerResponse,
        url: URL,
        route: string,
        cookie: string,
    ): Promise<void> {
        const { world } = this;
        const json = (value: unknown, status = 200) => {
            response.writeHead(status, { "Content-Type": "application/json" });
            response.end(JSON.stringify(value));
        };
        const [, first = "", id = "", verb = "", more = ""] = url.pathname.slice("/api/v1".length).split("/");
        const shape = `${request.method} /${first}${id ? "/*" : ""}${verb ? `/${verb}` : ""}${more ? `/${more}` : ""}`;
        switch (route.startsWith("POST /sign-out") ? "sign-out" : shape) {
            case "sign-out":
                this.cookies.delete(cookie);
                response.writeHead(204).end();
                return;
            case "GET /me":
                return json({
                    member: { ...ME, role: "owner" },
                    workspace: { id: "ws_1", name: "local" },
                    session: { id: SESSION },
                    csrfToken: "csrf-1",
                    version: "0.1.0",
                });
            case "GET /operators": {
                const limit = Number(url.searchParams.get("limit"));
                const after = Number(url.searchParams.get("after") ?? 0);
                const operators = world.operators.filter((each) => each.index > after).slice(0, limit);
                const last = operators.at(-1);
                return json({ operators, next: last && last.index < world.operators.length ? last.index : null });
            }
            case "POST /operators": {
                const { name, kind } = (await body(request)) as { name: string; kind: "solo" | "cloud" };
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
                return json(world.issueKey(operator), 201);
            }
            case "GET /links":
                return json({ links: this.deviceLinks.all });
            case "POST /links":
                return json(this.deviceLinks.create((await body(request)) as NewDeviceLink), 201);
            case "POST /links/*/revoke":
                return json(this.deviceLinks.revoke(id));
            case "POST /operators/*/bind":
                return json(world.bind(id));
            case "POST /operators/*/unbind":
                return json(world.change(id, { status: "ACTIVE", boundToMe: false, boundSession: null }));
            case "POST /operators/*/stop":
                return json(world.change(id, { status: "STOPPED", connected: false }));
            case "POST /operators/*/key":
                return json(
                    world.issueKey(world.change(id, { status: "AVAILABLE", connected: false, keyActive: true })),
                );
            case "POST /operators/*/key/revoke":
                return json(world.change(id, { status: "OFFLINE", connected: false, keyActive: false }));
            case "POST /proposals": {
                const asked = (await body(request)) as ProposalRequest;
                return json(
                    world.propose(
                        { ...asked, action: inWords(asked.action) },
                        request.headers["idempotency-key"] as string | undefined,
                    ),
                    201,
                );
            }
            case "POST /explain": {
                const { command } = (await body(request)) as { command: string };
                const { kind, risk, effects, profile, reasons } = judge(command);
                const denied = kind === "DENY";
                return json({
                    command,
                    verdict: kind.toLowerCase(),
                    risk: denied ? null : risk,
                    effects,
                    profile: denied ? null : profile,
                    reasons,
                });
            }
            case "GET /policy":
                return json({
                    version: 2,
                    text: "version: 1\ncommands:\n  block: [reboot]\n",
                    digest: "0".repeat(64),
                    setBy: ME,
                    setAt: at(-3_600),
                });
            case "GET /policy/*":
                return json({
                    from: 1,
                    to: 2,
                    lines: [
                        { kind: "SAME", text: "version: 1" },
                        { kind: "SAME", text: "commands:" },
                        { kind: "REMOVED", text: "  block: []" },
                        { kind: "ADDED", text: "  block: [reboot]" },
                    ],
                });
            case "GET /approvals": {
                const approvals = [...world.approvals.values()].reverse();
                return json({
                    approvals:
                        url.searchParams.get("state") === "all"
                            ? approvals
                            : approvals.filter((each) => each.state === "PENDING"),
                });
            }
            case "GET /approvals/*":
                return json(world.approvals.get(id));
            case "POST /approvals/*/approve": {
                const { digest, confirmation } = (await body(request)) as { digest: string; confirmation?: string };
                if (digest !== world.approvals.get(id)?.digest)
                    throw new Refusal(409, "digest-mismatch", "The proposal is another one.", "Read it again.");
                return json(world.agree(id, confirmation ?? ""));
            }
            case "POST /approvals/*/deny":
                return json(world.deny(id, ((await body(request)) as { feedback?: string }).feedback ?? null));
            case "GET /batches": {
                const all = [...world.batches.values()].reverse();
                const from = Number(url.searchParams.get("before") ?? 0);
                const limit = Number(url.searchParams.get("limit"));
                return json({
                    batches: all.slice(from, from + limit),
                    next: from + limit < all.length ? String(from + limit) : null,
                });
            }
            case "GET /executions/*/difference":
                return json(this.difference(id, url.searchParams.get("from") ?? ""));
            case "GET /batches/*":
                return json(world.batch(id));
            case "POST /batches/*/undo": {
                const { command, executions = [] } = world.batch(id);
                const action = { type: "run-command" as const, command: `undo ${id}: ${command.split(" ")[1]}` };
                const targets = executions.map((each) => each.operatorId).join(",");
                return json({ ...world.propose({ action, targets }, undefined), leftOut: [] }, 201);
            }
            case "POST /batches/*/cancel":
                return json(world.cancel(id), 202);
            case "POST /batches/*/go-on":
                return json(world.goOn(id, ((await body(request)) as { wave: number }).wave), 202);
            case "GET /batches/*/events":
                return this.batchEvents(request, response, id, Number(url.searchParams.get("live") ?? 8));
            case "GET /executions/*/output":
                return this.output(
                    response,
                    id,
                    url.searchParams.get("stream") as StreamName,
                    Number(url.searchParams.get("offset") ?? 0),
                );
            case "POST /workspace/*":
                if (((await body(request)) as { confirmation: string }).confirmation !== "local")
                    throw new Refusal(409, "not-confirmed", "What was typed is not the name.", "Type its name.");
                return json({ erasedRows: 4_711 });
            case "GET /transmissions":
                return json(this.transmissions.page(url.searchParams.get("operator")));
            case "GET /operators/*/transmissions/totals":
                return json(this.transmissions.totals());
            case "GET /transmissions/*":
                if (id === "totals") return json(this.transmissions.totals());
                return this.transmissionEvents(response);
            case "GET /events":
                return this.events(response);
            default:
                throw new Refusal(404, "not-found", `There is no ${shape}.`, "Look at the contract.");
        }
    }

    private output(response: ServerResponse, executionId: string, stream: StreamName, offset: number): void {
        if (this.hostUnreachable) {
            throw new Refusal(
                409,
                "host-unreachable",
                "The host that keeps this output is not connected.",
                "Start the operator there, then try again.",
            );
        }
        const spool = this.world.spools.get(executionId);
        if (!spool) throw new Refusal(404, "not-found", "There is no such output.", "It never began.");
        response.writeHead(200, { "Content-Type": "application/octet-stream" });
        response.end(spool.read(stream, offset, Number.MAX_SAFE_INTEGER));
    }

    private difference(id: string, from: string): Difference {
        const lines = (execution: string, stream: StreamName) =>
            this.world.spools.get(execution)?.read(stream, 0, 65_536).toString().split("\n").slice(0, -1) ?? [];
        return {
            stdout: compare(lines(from, "stdout"), lines(id, "stdout")),
            stderr: compare(lines(from, "stderr"), lines(id, "stderr")),
        };
    }

    private sse(response: ServerResponse): (name: string, data: unknown, id?: string) => boolean {
        response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
        response.write(": open\n\n");
        this.open.add(response);
        response.on("close", () => this.open.delete(response));
        return (name, data, id) =>
            response.write(`${id === undefined ? "" : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
    }

    private events(response: ServerResponse): void {
        const send = this.sse(response);
        const stop = this.world.listen((name, data) => {
            if (name === "operator" || name === "approval" || name === "batch" || name === "resync") send(name, data);
        });
        response.on("close", stop);
    }

    private transmissionEvents(response: ServerResponse): void {
        const send = this.sse(response);
        const tell = (): void => {
            send("totals", this.transmissions.totals());
            send("transmissions", this.transmissions.page().transmissions);
        };
        tell();
        response.on("close", this.transmissions.listen(tell));
    }

    private async batchEvents(
        request: IncomingMessage,
        response: ServerResponse,
        id: string,
        live: number,
    ): Promise<void> {
        const { world } = this;
        world.batch(id);
        const lastEventId = String(request.headers["last-event-id"] ?? "");
        this.batchStreams.push({ lastEventId });
        const position = ResumeVector.parse(lastEventId);
        const send = this.sse(response);
        const queue: [string, unknown][] = [["batch", world.batch(id)]];
        let wake: () => void = () => {};
        let closed = false;
        const stop = world.listen((name, data) => {
            if (name === "batch" && (data as { id: string }).id === id) queue.push(["batch", world.batch(id)]);
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
            for (const execution of world.batch(id).executions.slice(0, live)) {
                for (const stream of STREAMS) {
                    const offset = position.offset(execution.index, stream);
                    const bytes = world.spools.get(execution.id)?.read(stream, offset, 48_000);
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
                if (world.over(id)) {
                    send("end", { state: world.batch(id).state });
                    response.end();
                    return;
                }
                await Promise.race([new Promise<void>((done) => (wake = done)), pause(1_000)]);
            }
        }
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

async function body(request: IncomingMessage): Promise<unknown> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const text = Buffer.concat(parts).toString();
    return text === "" ? {} : JSON.parse(text);
}
