import { useEffect, useSyncExternalStore } from "react";
import { feeds } from "../app/console.ts";
import type { BatchFeed, BatchSnapshot } from "./BatchFeed.ts";

/** Follows a batch while the component is shown. */
export function useBatchFeed(id: string): [BatchFeed, BatchSnapshot] {
    const feed = feeds.get(id);
    const snapshot = useSyncExternalStore(feed.subscribe, feed.snapshot);
    useEffect(() => feeds.show(id), [id]);
    return [feed, snapshot];
}
