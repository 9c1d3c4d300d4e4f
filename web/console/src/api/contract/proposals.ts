/** What is proposed, what guard and policy say of it, and who decides. */

import type { ExecutionState } from "./batches.ts";
import type { Person, Time } from "./session.ts";

export interface RunCommand {
    type: "run-command";
    command: string;
    cwd?: string | null;
    env?: Record<string, string> | null;
}

/** What can be asked about one file; contents are base64. */
export type FileAction =
    | { type: "file-history"; path: string }
    | { type: "read-file"; path: string; version?: string }
    | { type: "restore-file"; path: string; version: string; content: string; base?: string }
    | { type: "delete-file"; path: string; base?: string };

export const STRATEGIES = ["sequential", "rolling", "canary", "parallel"] as const;
export type Strategy = (typeof STRATEGIES)[number];
export type Risk = "LOW" | "MEDIUM" | "HIGH";

export interface ProposalRequest {
    action: RunCommand;
    targets: string;
    strategy?: Strategy;
    /** Numbers of hosts, plain or as a share of those meant: "10", "10%". */
    atOnce?: string;
    canary?: string;
    failures?: string;
    pauseSeconds?: number;
    askEachWave?: boolean;
    deliverSeconds?: number;
    validSeconds?: number;
    reason?: string;
}

/** What was signed, in plain numbers of hosts. */
export interface Limits {
    atOnce: number;
    canary: number;
    failures: number;
    pauseSeconds: number;
    askEachWave: boolean;
    /** How long hosts that were away still get their order; 0 for as long as the permit holds. */
    deliverSeconds: number;
}

/** What the kernel of a host lets an action do. */
export type Profile = "look" | "inspect" | "change" | "system";

export interface Verdict {
    kind: "ALLOW" | "ASK" | "DENY";
    risk: Risk;
    effects: string[];
    profile: Profile;
    reasons: string[];
}

/** What would become of a command. */
export interface Explanation {
    command: string;
    verdict: "allow" | "ask" | "deny";
    risk: Risk | null;
    effects: string[];
    profile: Profile | null;
    reasons: string[];
}

/** Version 0 are the defaults, which nobody has set. */
export interface Policy {
    version: number;
    text: string;
    digest: string | null;
    setBy: Person | null;
    setAt: Time | null;
}

export interface PolicyDiff {
    from: number;
    to: number;
    lines: { kind: "SAME" | "ADDED" | "REMOVED"; text: string }[];
}

export interface Proposed {
    proposal: Approval;
    batchId: string;
    verdict: Verdict;
    /** Hosts of an undone batch where it changed nothing. */
    leftOut?: { operatorId: string; name: string; state: ExecutionState }[];
}

export type ApprovalState = "PENDING" | "GRANTED" | "DENIED" | "EXPIRED" | "AUTOMATIC";

export interface Target {
    operatorId: string;
    name: string;
    hostname: string | null;
    /** Who keeps what the command prints there. */
    records: "host" | "control-plane";
}

/** What one member said, and from where. */
export interface Vote {
    by: Person;
    answer: "YES" | "NO";
    at: Time;
    address: string | null;
}

export interface Approval {
    id: string;
    batchId: string;
    state: ApprovalState;
    digest: string;
    action: RunCommand;
    targets: Target[];
    targetCount: number;
    strategy: Strategy;
    limits: Limits;
    risk: Risk;
    /** What it would do, in words, most serious first. */
    effects: string[];
    profile: Profile;
    reasons: string[];
    reason: string | null;
    /** A unified diff of the file it would change. */
    diff: string | null;
    requestedBy: Person;
    requestedFrom: string | null;
    requestedAt: Time;
    expiresAt: Time;
    /** How many different members have to agree. */
    quorum: number;
    requesterMayApprove: boolean;
    votes: Vote[];
    decidedBy: Person | null;
    decidedAt: Time | null;
    selfApproved: boolean;
    feedback: string | null;
}
