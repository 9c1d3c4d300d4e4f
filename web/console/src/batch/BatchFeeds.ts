import type { Client } from "../api/client.ts";
import { BatchFeed } from "./BatchFeed.ts";

/** Text kept of batches that nothing shows any more, so that going back to one is instant. */
const KEPT_CHARACTERS = 40_000_000;

/** The batches being shown, each followed once however many views show it. */
export class BatchFeeds {
    private readonly feeds = new Map<string, { feed: BatchFeed; views: number }>();

    constructor(private readonly client: Client) {}

    get(id: string): BatchFeed {
        return this.entry(id).feed;
    }

    /** Follows a batch for one more view; the answer ends that. */
    show(id: string): () => void {
        const entry = this.entry(id);
        entry.views++;
        void entry.feed.open();
        return () => {
            entry.views--;
            if (entry.views > 0) return;
            entry.feed.close();
            this.drop();
        };
    }

    private entry(id: string): { feed: BatchFeed; views: number } {
        const known = this.feeds.get(id);
        const entry = known ?? { feed: new BatchFeed(this.client, id), views: 0 };
        // Last in the map is last used.
        this.feeds.delete(id);
        this.feeds.set(id, entry);
        return entry;
    }

    private drop(): void {
        let held = 0;
        for (const { feed } of this.feeds.values()) held += feed.held;
        for (const [id, { feed, views }] of this.feeds) {
            if (held <= KEPT_CHARACTERS && this.feeds.size <= 100) return;
            if (views > 0) continue;
            held -= feed.held;
            this.feeds.delete(id);
        }
    }
}
