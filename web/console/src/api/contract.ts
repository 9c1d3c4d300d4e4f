/** The REST and SSE contract of the control plane, as the console speaks it. */

import type { Batch } from "./contract/batches.ts";
import type { Operator, OperatorStatus } from "./contract/operators.ts";
import type { Approval } from "./contract/proposals.ts";
import type { Time } from "./contract/session.ts";

export * from "./contract/batches.ts";
export * from "./contract/operators.ts";
export * from "./contract/proposals.ts";
export * from "./contract/session.ts";
export * from "./contract/transmissions.ts";

export interface Status {
    version: string;
    startedAt: Time;
    operators: { total: number; byStatus: Partial<Record<OperatorStatus, number>> };
    pendingApprovals: number;
    runningBatches: number;
    operatorEndpoint: string;
}

/** Events of `GET /events`, by name. */
export interface WorkspaceEvents {
    operator: Operator;
    approval: Approval;
    batch: Batch;
    resync: Record<string, never>;
}
