import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Difference } from "../api/contract.ts";
import { client, keys } from "../app/console.ts";
import { OutputPanel } from "../output/OutputPanel.tsx";
import { plural } from "../ui/amount.ts";
import { ChevronIcon } from "../ui/icons.tsx";
import type { BatchFeed } from "./BatchFeed.ts";
import { ExecutionBadge } from "./BatchState.tsx";
import { Sizes } from "./ExecutionRow.tsx";
import type { Fold } from "./folds.ts";
import { MarkedLines } from "./MarkedLines.tsx";

/** How many hosts are named; the rest is counted. */
const NAMED = 40;

interface FoldRowProps {
    feed: BatchFeed;
    fold: Fold;
    usual: Fold | null;
    names: ReadonlyMap<string, string>;
    open: boolean;
    onToggle: () => void;
}

/** Hosts with the same result, and what they printed: all of it, or what of it is unusual. */
export function FoldRow({ feed, fold, usual, names, open, onToggle }: FoldRowProps) {
    const [first] = fold;
    const title = plural(fold.length, "host");
    return (
        <section className="execution">
            <h2 className="execution-head">
                <button type="button" aria-expanded={open} onClick={onToggle}>
                    <span className={open ? "chevron open" : "chevron"}>
                        <ChevronIcon size={14} />
                    </span>
                    <span className="host-name tabular">{title}</span>
                    {fold === usual ? <span className="tag">usual</span> : null}
                    <span className="faint ellipsis">{named(fold, names)}</span>
                    <span className="spacer" />
                    <Sizes execution={first} />
                    <ExecutionBadge execution={first} />
                </button>
            </h2>
            {first.message ? <p className="output-note">{first.message}</p> : null}
            {open ? <FoldOutput feed={feed} fold={fold} usual={usual} title={title} /> : null}
        </section>
    );
}

function named(fold: Fold, names: ReadonlyMap<string, string>): string {
    const some = fold.slice(0, NAMED).map(({ id }) => names.get(id) ?? id);
    return fold.length > NAMED ? `${some.join(", ")} and ${fold.length - NAMED} more` : some.join(", ");
}

type FoldOutputProps = Pick<FoldRowProps, "feed" | "fold" | "usual"> & { title: string };

function FoldOutput({ feed, fold, usual, title }: FoldOutputProps) {
    const [first] = fold;
    const [whole, setWhole] = useState(false);
    const from = usual && usual[0] !== first && first.state === "FINISHED" ? usual[0].id : null;
    const difference = useQuery({
        queryKey: keys.difference(first.id, from ?? ""),
        queryFn: () => client.difference(first.id, from ?? ""),
        enabled: from !== null,
        retry: false,
    });
    // Nothing was signed that would say their outputs are equal.
    if (first.state === "UNKNOWN" && fold.length > 1)
        return <p className="output-note">They have not answered; “Hosts” shows what each has printed so far.</p>;
    if (from !== null && difference.isPending) {
        return (
            <p className="output-note">
                <span className="spinner" aria-hidden="true" /> Comparing with the usual output…
            </p>
        );
    }
    // Without a difference to be had, the output speaks for itself.
    const like = difference.data && isLike(difference.data) ? difference.data : null;
    if (!like) return <OutputPanel feed={feed} execution={first} label={`Output of ${title}`} />;
    return (
        <>
            <p className="output-note">
                {isSame(like) ? "The same output as usual." : "Differs from the usual output:"}
                <button type="button" className="link" onClick={() => setWhole(!whole)}>
                    {whole ? "Show what differs" : "Show all of it"}
                </button>
            </p>
            {whole ? (
                <OutputPanel feed={feed} execution={first} label={`Output of ${title}`} />
            ) : (
                (["stdout", "stderr"] as const)
                    .filter((stream) => like[stream].lines.length > 0)
                    .map((stream) => (
                        <MarkedLines key={stream} compared={like[stream]} label={`What differs on ${stream}`} />
                    ))
            )}
        </>
    );
}

function isLike({ stdout, stderr }: Difference): boolean {
    return stdout.likeness !== "OTHER" && stderr.likeness !== "OTHER";
}

function isSame({ stdout, stderr }: Difference): boolean {
    return stdout.likeness === "SAME" && stderr.likeness === "SAME";
}
