import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import type { Transmission, TransmissionTotals } from "../api/contract.ts";
import { Feed, type FeedState } from "../api/feed.ts";
import { client, keys } from "../app/console.ts";
import { merged } from "./transmissions.ts";

/** So many are kept while one watches; the rest is read page by page. */
const MOST_LIVE = 500;
const MOST = 5_000;
/** The stream tells the sums of the workspace; those of one host are asked for. */
const TOTALS_MS = 2_000;

/** What hosts transmit, as it happens, and page by page what they did before: all of them, or one. */
export function useTransmissions(operatorId: string | null) {
    const [live, setLive] = useState<readonly Transmission[]>([]);
    const [all, setAll] = useState<TransmissionTotals | null>(null);
    const [state, setState] = useState<FeedState>("connecting");
    const pages = useInfiniteQuery({
        queryKey: keys.transmissions(operatorId),
        queryFn: ({ pageParam }) => client.transmissions(operatorId, pageParam),
        initialPageParam: null as string | null,
        getNextPageParam: (page) => page.next,
        staleTime: 0,
    });
    const ofOne = useQuery({
        queryKey: keys.transmissionTotals(operatorId ?? ""),
        queryFn: () => client.transmissionTotals(operatorId),
        enabled: operatorId !== null,
        refetchInterval: TOTALS_MS,
    });
    useEffect(() => {
        const feed = new Feed(client, "/transmissions/events", {
            event: (name, data) => {
                if (name === "totals") setAll(data as TransmissionTotals);
                if (name === "transmissions")
                    setLive((known) => merged(known, data as readonly Transmission[], MOST_LIVE));
            },
            crowded: async () => {
                setAll(await client.transmissionTotals(null));
                const page = await client.transmissions(null, null);
                setLive((known) => merged(known, page.transmissions, MOST_LIVE));
            },
            state: setState,
        });
        return () => feed.close();
    }, []);
    const read = pages.data?.pages;
    const transmissions = useMemo(() => {
        const news = operatorId === null ? live : live.filter((each) => each.operatorId === operatorId);
        return merged(read?.flatMap((page) => page.transmissions) ?? [], news, MOST);
    }, [read, live, operatorId]);
    return { transmissions, totals: operatorId === null ? all : (ofOne.data ?? null), state, pages };
}
