import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import type { Transmission, TransmissionTotals } from "../api/contract.ts";
import { Feed, type FeedState } from "../api/feed.ts";
import { client, keys } from "../app/console.ts";
import { merged } from "./transmissions.ts";

/** So many are kept while one watches; the rest is read page by page. */
const MOST_LIVE = 500;
const MOST = 5_000;

/** What hosts transmit, as it happens, and page by page what they did before. */
export function useTransmissions() {
    const [live, setLive] = useState<readonly Transmission[]>([]);
    const [totals, setTotals] = useState<TransmissionTotals | null>(null);
    const [state, setState] = useState<FeedState>("connecting");
    const pages = useInfiniteQuery({
        queryKey: keys.transmissions,
        queryFn: ({ pageParam }) => client.transmissions(pageParam),
        initialPageParam: null as string | null,
        getNextPageParam: (page) => page.next,
    });
    useEffect(() => {
        const feed = new Feed(client, "/transmissions/events", {
            event: (name, data) => {
                if (name === "totals") setTotals(data as TransmissionTotals);
                if (name === "transmissions")
                    setLive((known) => merged(known, data as readonly Transmission[], MOST_LIVE));
            },
            crowded: async () => {
                setTotals(await client.transmissionTotals());
                const page = await client.transmissions(null);
                setLive((known) => merged(known, page.transmissions, MOST_LIVE));
            },
            state: setState,
        });
        return () => feed.close();
    }, []);
    const read = pages.data?.pages;
    const transmissions = useMemo(
        () => merged(read?.flatMap((page) => page.transmissions) ?? [], live, MOST),
        [read, live],
    );
    return { transmissions, totals, state, pages };
}
