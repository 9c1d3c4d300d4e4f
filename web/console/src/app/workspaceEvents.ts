import type { InfiniteData } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { now } from "../api/clock.ts";
import type { Approval, Batch, BatchPage, WorkspaceEvents } from "../api/contract.ts";
import { Feed, type FeedState } from "../api/feed.ts";
import { furthest, isWhole } from "../approval/approval.ts";
import { client, fleet, keys, queries } from "./console.ts";

const SWEEP_MS = 2_000;
/** By then the lists are read anew after the stream was opened. */
const SETTLED_MS = 5_000;

/** Follows the workspace's events for as long as the shell is shown, and answers how the connection is. */
export function useWorkspaceEvents(): FeedState {
    const [state, setState] = useState<FeedState>("connecting");
    useEffect(() => {
        let openSince: number | null = null;
        const feed = new Feed(client, "/events", {
            event: (name, data) => take(name as keyof WorkspaceEvents, data),
            crowded: reload,
            state: (next) => {
                if (next !== "open" && next !== "crowded") openSince = null;
                else openSince ??= now();
                // Lists are read after the stream is open: nothing can change unseen in between.
                if (next === "open") void reload();
                setState(next);
            },
        });
        const sweeping = setInterval(() => {
            // Without a connection silence says nothing about the operators.
            if (openSince !== null && now() - openSince > SETTLED_MS) fleet.sweep(now());
        }, SWEEP_MS);
        return () => {
            clearInterval(sweeping);
            feed.close();
        };
    }, []);
    return state;
}

async function reload(): Promise<void> {
    void queries.invalidateQueries();
    await fleet.load((after) => client.operators(after)).catch(() => undefined);
}

function take(name: keyof WorkspaceEvents, data: unknown): void {
    switch (name) {
        case "operator":
            fleet.apply(data as WorkspaceEvents["operator"]);
            return;
        case "approval":
            takeApproval(data as WorkspaceEvents["approval"]);
            return;
        case "batch":
            takeBatch(data as WorkspaceEvents["batch"]);
            return;
        case "resync":
            void reload();
    }
}

/** Reads an approval; an answer that was overtaken by an event on its way changes nothing. */
export async function readApproval(id: string): Promise<Approval> {
    const read = await client.approval(id);
    return furthest(queries.getQueryData<Approval>(keys.approval(id)), read);
}

/** Reads a list of approvals, each as far as it is known to be. */
export async function readApprovals(state: "pending" | "all"): Promise<Approval[]> {
    const list = await client.approvals(state);
    const all = list.map((each) => furthest(queries.getQueryData<Approval>(keys.approval(each.id)), each));
    return state === "pending" ? all.filter((each) => each.state === "PENDING") : all;
}

/** Puts a new or decided approval everywhere it is shown. */
export function takeApproval(news: Approval): void {
    const approval = furthest(queries.getQueryData<Approval>(keys.approval(news.id)), news);
    if (isWhole(approval)) queries.setQueryData(keys.approval(approval.id), approval);
    else void queries.invalidateQueries({ queryKey: keys.approval(approval.id) });
    const others = (list: Approval[]) => list.filter((each) => each.id !== approval.id);
    queries.setQueryData<Approval[]>(
        keys.approvals("pending"),
        (list) => list && (approval.state === "PENDING" ? [...others(list), approval] : others(list)),
    );
    queries.setQueryData<Approval[]>(keys.approvals("all"), (list) => list && [approval, ...others(list)]);
}

function takeBatch(batch: Batch): void {
    queries.setQueryData<InfiniteData<BatchPage>>(keys.batches, (data) => {
        if (!data) return data;
        const known = data.pages.some((page) => page.batches.some((each) => each.id === batch.id));
        return {
            ...data,
            pages: data.pages.map((page, index) => ({
                ...page,
                batches: known
                    ? page.batches.map((each) => (each.id === batch.id ? batch : each))
                    : index === 0
                      ? [batch, ...page.batches]
                      : page.batches,
            })),
        };
    });
}
