import type { IncomingMessage, ServerResponse } from "node:http";
import type { ControlPlane } from "./ControlPlane.ts";

/** What answers a request; what it returns is sent as JSON unless it has answered by itself. */
export type Route = (asked: Asked) => unknown;

/** Routes by method and path, ids left out. */
export type Routes = Record<string, Route>;

/** One request of somebody who is signed in. */
export class Asked {
    readonly route: string;
    /** The id in its path, or "". */
    readonly id: string;

    constructor(
        readonly plane: ControlPlane,
        readonly request: IncomingMessage,
        readonly response: ServerResponse,
        private readonly url: URL,
    ) {
        const [, first = "", id = "", verb = "", more = ""] = url.pathname.slice("/api/v1".length).split("/");
        this.route = `${request.method} /${first}${id ? "/*" : ""}${verb ? `/${verb}` : ""}${more ? `/${more}` : ""}`;
        this.id = id;
    }

    query = (name: string): string | null => this.url.searchParams.get(name);

    body = async <T>(): Promise<T> => {
        const parts: Buffer[] = [];
        for await (const part of this.request) parts.push(part as Buffer);
        const text = Buffer.concat(parts).toString();
        return (text === "" ? {} : JSON.parse(text)) as T;
    };

    /** Answers with `status` and `value` at once. */
    json = (status: number, value: unknown): void => {
        this.response.writeHead(status, { "Content-Type": "application/json" });
        this.response.end(JSON.stringify(value));
    };
}
