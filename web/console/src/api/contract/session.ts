/** Who is signed in where, and how a request is refused. */

export type Time = string;

export interface Person {
    id: string;
    name: string;
}

export interface Me {
    member: { id: string; name: string; role: string };
    workspace: { id: string; name: string };
    session: { id: string };
    csrfToken: string;
    version: string;
}

/** RFC 9457, as every refusal arrives. */
export interface ProblemDetail {
    type?: string;
    title?: string;
    status?: number;
    detail?: string;
    code?: string;
    advice?: string;
    requestId?: string;
    /** What it would have done, where the guard denied it. */
    effects?: string[];
}
