/** What runs and ran, and what came of it. */

import type { Strategy } from "./proposals.ts";
import type { Person, Time } from "./session.ts";

export type BatchState = "WAITING" | "RUNNING" | "COMPLETED" | "FAILED" | "STOPPED" | "CANCELLED";

export interface Counts {
    waiting: number;
    dispatched: number;
    running: number;
    succeeded: number;
    failed: number;
    refused: number;
    interrupted: number;
    voided: number;
    skipped: number;
    undelivered: number;
    unknown: number;
}

/** Of how many executions the control plane keeps the output, and did until its time was over; of the others the hosts do. */
export interface KeptRecords {
    controlPlane: number;
    over: number;
}

/** How far a batch has come in its waves, which are counted from 1. */
export interface Waves {
    count: number;
    begun: number;
    /** The wait before wave `begun + 1`, while there is one. */
    halt: Halt | null;
    goAheads: { wave: number; by: Person; at: Time; address: string }[];
}

export interface Halt {
    hosts: number;
    since: Time;
    until: Time;
    /** Whether somebody's word is waited for. */
    asks: boolean;
}

export interface Batch {
    id: string;
    proposalId: string;
    state: BatchState;
    cancelling?: boolean;
    command: string;
    strategy: Strategy;
    targetCount: number;
    counts: Counts;
    waves: Waves;
    records: KeptRecords;
    requestedBy: Person;
    createdAt: Time;
    startedAt: Time | null;
    finishedAt: Time | null;
    executions?: Execution[];
}

export interface BatchPage {
    batches: Batch[];
    next: string | null;
}

export type ExecutionState =
    | "WAITING"
    | "DISPATCHED"
    | "RUNNING"
    | "FINISHED"
    | "REFUSED"
    | "INTERRUPTED"
    | "VOIDED"
    | "SKIPPED"
    | "UNDELIVERED"
    | "UNKNOWN";

export interface Execution {
    id: string;
    index: number;
    operatorId: string;
    name?: string;
    hostname: string | null;
    state: ExecutionState;
    exitCode: number | null;
    startedAt: Time | null;
    finishedAt: Time | null;
    durationMs: number | null;
    stdoutBytes: number;
    stderrBytes: number;
    stdoutSha256: string | null;
    stderrSha256: string | null;
    message: string | null;
}

export type StreamName = "stdout" | "stderr";

export interface DifferingLine {
    /** In both, only in the output that is asked about, only in the other, or words for lines that are in both. */
    kind: "SAME" | "ADDED" | "REMOVED" | "LEFT_OUT";
    text: string;
}

/** One stream of two hosts. */
export interface Compared {
    likeness: "SAME" | "SIMILAR" | "OTHER";
    /** Only the beginning was compared. */
    cut: boolean;
    lines: DifferingLine[];
}

export interface Difference {
    stdout: Compared;
    stderr: Compared;
}

/** Events of `GET /batches/{id}/events`, by name. */
export interface BatchEvents {
    batch: Batch;
    execution: Execution;
    output: { executionId: string; stream: StreamName; offset: number; data: string };
    gap: { executionId: string; stream: StreamName; from: number; to: number };
    end: { state: BatchState };
}
