import { now, observeDate } from "./clock.ts";
import type {
    Approval,
    Batch,
    ChangedOperators,
    BatchPage,
    DeviceLink,
    Difference,
    Explanation,
    FileAction,
    Me,
    NewDeviceLink,
    NewKey,
    NewToken,
    Operator,
    OperatorKind,
    OperatorPage,
    Policy,
    PolicyDiff,
    Proposed,
    ProposalRequest,
    Status,
    StreamName,
    TransmissionPage,
    TransmissionTotals,
} from "./contract.ts";
import { nonce } from "./nonce.ts";
import { asProblem, Problem, problemOf } from "./problem.ts";

export const API = "/api/v1";

interface Call {
    method?: "GET" | "POST" | "PUT";
    body?: unknown;
    headers?: Record<string, string>;
    signal?: AbortSignal | undefined;
}

/** The typed way to the control plane: cookie sign-in, CSRF token, problems as exceptions. */
export class Client {
    private csrfToken: string | null = null;

    /** `signedOut` is told of every 401, whichever call met it. */
    constructor(
        private readonly signedOut: () => void = () => {},
        private readonly origin: string = "",
    ) {}

    /** The raw exchange, for streams; a refusal is thrown as a `Problem`. */
    async send(path: string, call: Call = {}): Promise<Response> {
        const method = call.method ?? "GET";
        const headers: Record<string, string> = { Accept: "application/json", ...call.headers };
        if (method !== "GET") {
            if (this.csrfToken) headers["X-CSRF-Token"] = this.csrfToken;
            // Whoever captures a change cannot send it again; the time is the control plane's, whatever this clock says.
            headers["X-Request-Timestamp"] = new Date(now()).toISOString();
            headers["X-Request-Nonce"] = nonce();
        }
        if (call.body !== undefined) headers["Content-Type"] = "application/json";
        let response: Response;
        try {
            response = await fetch(this.origin + API + path, {
                method,
                headers,
                credentials: "same-origin",
                cache: "no-store",
                redirect: "error",
                ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
                ...(call.signal ? { signal: call.signal } : {}),
            });
        } catch (failure) {
            if (failure instanceof DOMException && failure.name === "AbortError") throw failure;
            throw asProblem(failure);
        }
        observeDate(response.headers.get("Date"));
        if (response.ok) return response;
        const problem = await problemOf(response);
        if (problem.signedOut && path !== "/sign-in") this.signedOut();
        throw problem;
    }

    private async json<T>(path: string, call: Call = {}): Promise<T> {
        const response = await this.send(path, call);
        try {
            return (await response.json()) as T;
        } catch {
            throw new Problem({
                code: "unreadable",
                status: response.status,
                detail: "The control plane's answer could not be read.",
            });
        }
    }

    private post<T>(path: string, body?: unknown, headers?: Record<string, string>): Promise<T> {
        return this.json<T>(path, {
            method: "POST",
            ...(body === undefined ? {} : { body }),
            ...(headers ? { headers } : {}),
        });
    }

    async signIn(token: string): Promise<void> {
        await this.send("/sign-in", { method: "POST", body: { token } });
    }

    async signOut(): Promise<void> {
        await this.send("/sign-out", { method: "POST" });
        this.csrfToken = null;
    }

    async me(): Promise<Me> {
        const me = await this.json<Me>("/me");
        this.csrfToken = me.csrfToken;
        return me;
    }

    status = (): Promise<Status> => this.json("/status");

    operators(after: number | string | null, limit = 1_000): Promise<OperatorPage> {
        const query = new URLSearchParams({ limit: String(limit) });
        if (after !== null) query.set("after", String(after));
        return this.json(`/operators?${query}`);
    }

    addOperator = (name: string, kind: OperatorKind): Promise<NewKey> => this.post("/operators", { name, kind });
    /** At most a thousand at once. */
    bindAll = (operators: readonly string[]): Promise<ChangedOperators> => this.post("/operators/bind", { operators });
    bind = (id: string): Promise<Operator> => this.post(`/operators/${id}/bind`);
    unbind = (id: string): Promise<Operator> => this.post(`/operators/${id}/unbind`);
    label = (id: string, labels: Readonly<Record<string, string>>): Promise<Operator> =>
        this.json(`/operators/${id}/labels`, { method: "PUT", body: { labels } });
    stop = (id: string): Promise<Operator> => this.post(`/operators/${id}/stop`);
    refreshKey = (id: string): Promise<NewKey> => this.post(`/operators/${id}/key`);
    revokeKey = (id: string): Promise<Operator> => this.post(`/operators/${id}/key/revoke`);

    deviceLinks = async (): Promise<DeviceLink[]> => (await this.json<{ links: DeviceLink[] }>("/links")).links;
    addDeviceLink = (wanted: NewDeviceLink): Promise<NewToken> => this.post("/links", wanted);
    revokeDeviceLink = (id: string): Promise<DeviceLink> => this.post(`/links/${id}/revoke`);

    /** `attempt` makes a repeated call after a lost answer the same proposal. */
    propose = (request: ProposalRequest, attempt: string): Promise<Proposed> =>
        this.post("/proposals", request, { "Idempotency-Key": attempt });

    proposeFile = (action: FileAction, operatorId: string, attempt: string): Promise<Proposed> =>
        this.post("/proposals", { action, targets: operatorId }, { "Idempotency-Key": attempt });

    explain = (command: string, targets: string): Promise<Explanation> => this.post("/explain", { command, targets });
    policy = (): Promise<Policy> => this.json("/policy");
    policyDiff = (): Promise<PolicyDiff> => this.json("/policy/diff");

    approvals = async (state: "pending" | "all"): Promise<Approval[]> =>
        (await this.json<{ approvals: Approval[] }>(`/approvals?state=${state}`)).approvals;

    approval = (id: string): Promise<Approval> => this.json(`/approvals/${id}`);
    /** `typed` is what confirms a HIGH risk. */
    approve = (id: string, digest: string, typed = ""): Promise<Approval> =>
        this.post(`/approvals/${id}/approve`, typed ? { digest, confirmation: typed } : { digest });
    deny = (id: string, feedback: string): Promise<Approval> =>
        this.post(`/approvals/${id}/deny`, feedback ? { feedback } : {});

    batches(before: string | null, limit = 50): Promise<BatchPage> {
        const query = new URLSearchParams({ limit: String(limit) });
        if (before !== null) query.set("before", before);
        return this.json(`/batches?${query}`);
    }

    batch = (id: string): Promise<Batch> => this.json(`/batches/${id}`);
    /** How the output of one host differs from that of another, `from`. */
    difference = (executionId: string, from: string): Promise<Difference> =>
        this.json(`/executions/${executionId}/difference?from=${from}`);
    /** Lets `wave` begin, the one that was asked about. */
    goOn = (id: string, wave: number): Promise<Batch> => this.post(`/batches/${id}/go-on`, { wave });
    undo = (id: string, attempt: string): Promise<Proposed> =>
        this.post(`/batches/${id}/undo`, {}, { "Idempotency-Key": attempt });
    cancel = (id: string): Promise<Batch> => this.post(`/batches/${id}/cancel`);

    deleteWorkspace = (confirmation: string): Promise<{ erasedRows: number }> =>
        this.post("/workspace/delete", { confirmation });

    /** Of every host, or of one. */
    transmissions(operatorId: string | null, before: string | null): Promise<TransmissionPage> {
        const query = new URLSearchParams();
        if (operatorId !== null) query.set("operator", operatorId);
        if (before !== null) query.set("before", before);
        return this.json(`/transmissions?${query}`);
    }

    transmissionTotals = (operatorId: string | null): Promise<TransmissionTotals> =>
        this.json(operatorId === null ? "/transmissions/totals" : `/operators/${operatorId}/transmissions/totals`);

    output(executionId: string, stream: StreamName, offset: number, signal?: AbortSignal): Promise<Response> {
        return this.send(`/executions/${executionId}/output?stream=${stream}&offset=${offset}`, {
            headers: { Accept: "application/octet-stream" },
            signal,
        });
    }
}

/** Where the result of every host of a batch is to be had as a file. */
export function resultsAddress(batchId: string, format: "csv" | "json"): string {
    return `${API}/batches/${batchId}/results?format=${format}`;
}

/** Where everything that is kept can be downloaded: of the workspace, or of one member. */
export function exportAddress(member: string | null): string {
    return `${API}/workspace/export${member === null ? "" : `?${new URLSearchParams({ member })}`}`;
}

export function outputAddress(executionId: string, stream: StreamName): string {
    return `${API}/executions/${executionId}/output?stream=${stream}`;
}
