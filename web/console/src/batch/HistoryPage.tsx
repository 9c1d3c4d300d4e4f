import { useInfiniteQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import { client, keys } from "../app/console.ts";
import type { Batch } from "../api/contract.ts";
import { inOneLine } from "../output/visible.ts";
import { Link } from "../router/Link.tsx";
import { Age } from "../ui/Age.tsx";
import { plural } from "../ui/amount.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { TABLE_HEAD } from "../fleet/OperatorTable.tsx";
import { HistoryIcon } from "../ui/icons.tsx";
import { ProblemNote } from "../ui/ProblemNote.tsx";
import { duration } from "../ui/time.ts";
import { BatchBadge, CountsLine } from "./BatchState.tsx";
import { keeper } from "./counts.ts";

const ROW = 44;

/** Every batch, newest first, read page by page as one scrolls. */
export function HistoryPage() {
    const history = useInfiniteQuery({
        queryKey: keys.batches,
        queryFn: ({ pageParam }) => client.batches(pageParam),
        initialPageParam: null as string | null,
        getNextPageParam: (page) => page.next,
    });
    const batches = history.data?.pages.flatMap((page) => page.batches) ?? [];
    const scroller = useRef<HTMLDivElement>(null);
    const rows = useVirtualizer({
        count: batches.length,
        getScrollElement: () => scroller.current,
        estimateSize: () => ROW,
        overscan: 8,
        scrollMargin: TABLE_HEAD,
        getItemKey: (index) => batches[index]?.id ?? index,
    });
    const items = rows.getVirtualItems();
    const last = items.at(-1)?.index ?? -1;
    const { hasNextPage, isFetchingNextPage, fetchNextPage } = history;
    useEffect(() => {
        if (last >= batches.length - 10 && hasNextPage && !isFetchingNextPage) void fetchNextPage();
    }, [last, batches.length, hasNextPage, isFetchingNextPage, fetchNextPage]);
    return (
        <div className="page history">
            <header className="page-header">
                <h1>History</h1>
            </header>
            {history.error ? <ProblemNote problem={history.error} /> : null}
            {history.data && batches.length === 0 ? (
                <EmptyState icon={<HistoryIcon size={28} />} title="Nothing has run yet">
                    <p>
                        Every command that was allowed or approved is listed here with its hosts, exit codes and output.
                        Run the first one in the <Link to="/terminal">terminal</Link>.
                    </p>
                </EmptyState>
            ) : null}
            {batches.length > 0 ? (
                <div className="table history-table" ref={scroller} role="table" aria-label="Batches">
                    <div className="table-head" role="rowgroup">
                        <div className="row" role="row">
                            <span role="columnheader">State</span>
                            <span role="columnheader">Command</span>
                            <span role="columnheader">Hosts</span>
                            <span role="columnheader">Output</span>
                            <span role="columnheader">By</span>
                            <span role="columnheader">Took</span>
                            <span role="columnheader">When</span>
                        </div>
                    </div>
                    <div role="rowgroup" className="virtual" style={{ height: rows.getTotalSize() }}>
                        {items.map((item) => {
                            const batch = batches[item.index];
                            return batch ? (
                                <HistoryRow key={item.key} batch={batch} top={item.start - TABLE_HEAD} />
                            ) : null;
                        })}
                    </div>
                </div>
            ) : null}
        </div>
    );
}

function HistoryRow({ batch, top }: { batch: Batch; top: number }) {
    const took =
        batch.startedAt && batch.finishedAt ? Date.parse(batch.finishedAt) - Date.parse(batch.startedAt) : null;
    return (
        <div className="row" role="row" style={{ transform: `translateY(${top}px)` }}>
            <span role="cell">
                <BatchBadge state={batch.state} asks={batch.waves.halt?.asks} />
            </span>
            <span role="cell" className="ellipsis">
                <Link to={`/batches/${batch.id}`} className="row-link mono" title={batch.command}>
                    {inOneLine(batch.command)}
                </Link>
            </span>
            <span role="cell" className="ellipsis">
                {batch.targetCount === 1 ? plural(1, "host") : <CountsLine counts={batch.counts} />}
            </span>
            <span role="cell" className="faint ellipsis">
                {keeper(batch)}
            </span>
            <span role="cell" className="faint ellipsis">
                {batch.requestedBy.name}
            </span>
            <span role="cell" className="faint tabular">
                {took === null ? "–" : duration(took)}
            </span>
            <span role="cell" className="faint">
                <Age time={batch.createdAt} />
            </span>
        </div>
    );
}
