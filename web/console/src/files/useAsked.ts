import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Approval, Batch, FileAction } from "../api/contract.ts";
import { nonce } from "../api/nonce.ts";
import { client, keys } from "../app/console.ts";
import { readApproval } from "../app/workspaceEvents.ts";
import { isOver } from "../batch/counts.ts";

const LOOK_AGAIN_MS = 300;

/** How far something that was asked of one host has come. */
export type Asked =
    | { step: "asking" }
    | { step: "failed"; problem: unknown }
    | { step: "undecided"; approval: Approval }
    | { step: "refused"; approval: Approval }
    | { step: "running"; batchId: string }
    | { step: "over"; batch: Batch };

/** Asks one host for one thing, once, and tells what becomes of it. */
export function useAsked(operatorId: string, action: FileAction): Asked {
    const [attempt] = useState(nonce);
    const proposed = useQuery({
        queryKey: ["asked", attempt],
        queryFn: () => client.proposeFile(action, operatorId, attempt),
    });
    const id = proposed.data?.proposal.id ?? "";
    const approval = useQuery({ queryKey: keys.approval(id), queryFn: () => readApproval(id), enabled: id !== "" });
    const state = approval.data?.state;
    const begun = state === "GRANTED" || state === "AUTOMATIC";
    const batchId = proposed.data?.batchId ?? "";
    const batch = useQuery({
        queryKey: ["asked", attempt, "batch"],
        queryFn: () => client.batch(batchId),
        enabled: begun,
        refetchInterval: (query) => (query.state.data && isOver(query.state.data.state) ? false : LOOK_AGAIN_MS),
    });
    const problem = proposed.error ?? approval.error ?? batch.error;
    if (problem) return { step: "failed", problem };
    if (!approval.data) return { step: "asking" };
    if (state === "PENDING") return { step: "undecided", approval: approval.data };
    if (!begun) return { step: "refused", approval: approval.data };
    if (batch.data && isOver(batch.data.state)) return { step: "over", batch: batch.data };
    return { step: "running", batchId };
}
