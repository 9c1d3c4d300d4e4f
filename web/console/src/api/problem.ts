import type { ProblemDetail } from "./contract.ts";

/** A refusal, by the control plane or by the way to it, with what to do next. */
export class Problem extends Error {
    readonly code: string;
    readonly status: number;
    readonly advice: string | null;
    readonly requestId: string | null;
    readonly effects: readonly string[];

    constructor(detail: ProblemDetail) {
        super(detail.detail ?? detail.title ?? "The control plane refused without saying why.");
        this.name = "Problem";
        this.code = detail.code ?? "unknown";
        this.status = detail.status ?? 0;
        this.advice = detail.advice ?? null;
        this.requestId = detail.requestId ?? null;
        this.effects = Array.isArray(detail.effects) ? detail.effects.map(String) : [];
    }

    get signedOut(): boolean {
        return this.status === 401;
    }
}

export function unreachable(): Problem {
    return new Problem({
        code: "unreachable",
        detail: "The control plane does not answer.",
        advice: "Look whether `./dropops up` is still running; this page tries again by itself.",
    });
}

/** Reads a refusal of any form: problem+json, other JSON, text of a proxy, nothing. */
export async function problemOf(response: Response): Promise<Problem> {
    const fallback: ProblemDetail = {
        status: response.status,
        code: `http-${response.status}`,
        detail: `The control plane answered ${response.status}${response.statusText ? ` ${response.statusText}` : ""}.`,
    };
    const isJson = (response.headers.get("Content-Type") ?? "").includes("json");
    if (!isJson) return new Problem(fallback);
    try {
        const body: unknown = await response.json();
        if (typeof body !== "object" || body === null) return new Problem(fallback);
        const detail = body as ProblemDetail;
        return new Problem({
            ...fallback,
            ...detail,
            detail: detail.detail || detail.title || (fallback.detail as string),
            status: response.status,
        });
    } catch {
        return new Problem(fallback);
    }
}

export function asProblem(failure: unknown): Problem {
    if (failure instanceof Problem) return failure;
    // fetch reports every failure to connect as a TypeError
    if (failure instanceof TypeError) return unreachable();
    return new Problem({ code: "console", detail: failure instanceof Error ? failure.message : String(failure) });
}
