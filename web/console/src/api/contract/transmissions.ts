/** What left the hosts, in bytes. */

import type { ExecutionState } from "./batches.ts";
import type { Time } from "./session.ts";

/** One execution in bytes: what stayed on its host, and what left it. */
export interface Transmission {
    executionId: string;
    batchId: string;
    operatorId: string;
    name: string;
    type: string;
    command: string;
    at: Time;
    keptBytes: number;
    metadataBytes: number;
    outputBytes: number;
    /** From 0 to 1; null when nothing was printed. */
    keptShare: number | null;
    state: ExecutionState;
    exitCode: number | null;
    stdoutSha256: string | null;
    stderrSha256: string | null;
}

export interface TransmissionPage {
    transmissions: Transmission[];
    next: string | null;
}

export interface TransmissionTotals {
    keptBytes: number;
    transmittedBytes: number;
    receivedBytes: number;
    keptShare: number | null;
    kinds: { kind: string; frames: number; transmittedBytes: number; receivedBytes: number }[];
}
