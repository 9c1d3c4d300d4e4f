import { QueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { Client } from "../api/client.ts";
import { Problem } from "../api/problem.ts";
import { BatchFeeds } from "../batch/BatchFeeds.ts";
import { Fleet } from "../fleet/Fleet.ts";

/** What lives as long as the page: the way to the control plane and what is known of it. */

let signedOut = false;
const listeners = new Set<() => void>();

function setSignedOut(value: boolean): void {
    if (signedOut === value) return;
    signedOut = value;
    for (const listener of [...listeners]) listener();
}

export function useSignedOut(): boolean {
    return useSyncExternalStore(
        (listener) => {
            listeners.add(listener);
            return () => listeners.delete(listener);
        },
        () => signedOut,
    );
}

export const client = new Client(() => setSignedOut(true));
export const fleet = new Fleet();
export const feeds = new BatchFeeds(client);

export const queries = new QueryClient({
    defaultOptions: {
        queries: {
            // Events keep what is shown current; asking again is for a lost connection.
            staleTime: Infinity,
            refetchOnWindowFocus: false,
            retry: (failures, failure) => failures < 3 && failure instanceof Problem && failure.code === "unreachable",
        },
        mutations: { retry: false },
    },
});

/** Forgets everything of a sign-in that has ended. */
export function markSignedOut(): void {
    queries.clear();
    setSignedOut(true);
}

export function markSignedIn(): void {
    setSignedOut(false);
}

export const keys = {
    me: ["me"],
    approvals: (state: "pending" | "all") => ["approvals", state],
    approval: (id: string) => ["approval", id],
    difference: (id: string, from: string) => ["difference", id, from],
    batches: ["batches"],
    transmissions: (operatorId: string | null) => ["transmissions", operatorId],
    transmissionTotals: (operatorId: string) => ["transmission-totals", operatorId],
    deviceLinks: ["device-links"],
    policy: ["policy"],
    policyDiff: ["policy", "diff"],
} as const;
