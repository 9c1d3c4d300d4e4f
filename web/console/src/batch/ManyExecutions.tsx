import { useMemo, useState } from "react";
import { resultsAddress } from "../api/client.ts";
import type { Counts } from "../api/contract.ts";
import { hostNames } from "../terminal/targets.ts";
import { plural } from "../ui/amount.ts";
import { DownloadIcon } from "../ui/icons.tsx";
import type { BatchFeed, BatchSnapshot } from "./BatchFeed.ts";
import { ExecutionRow } from "./ExecutionRow.tsx";
import { FoldRow } from "./FoldRow.tsx";
import { fold } from "./folds.ts";
import { outcome } from "./counts.ts";
import { VirtualRows } from "./VirtualRows.tsx";

/** Up to this many rows, every output is open from the start. */
const OPEN_AT_FIRST = 4;
/** From this many hosts on nobody reads every output, so that equal ones are together at first. */
const FOLDED_FROM = 9;

interface ManyExecutionsProps {
    feed: BatchFeed;
    snapshot: BatchSnapshot;
    /** Shows the hosts of this outcome alone. */
    only: keyof Counts | null;
}

/** What many hosts answered: equal results together, or host by host. */
export function ManyExecutions({ feed, snapshot, only }: ManyExecutionsProps) {
    const { executions: all } = snapshot;
    const targets = all.length;
    const [chosen, setChosen] = useState<"results" | "hosts" | null>(null);
    const [unusual, setUnusual] = useState(false);
    const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
    const [every, setEvery] = useState<boolean | null>(null);
    // the targets of a batch never change, only how they stand
    const names = useMemo(() => {
        const called = hostNames(all.map(({ name, hostname, operatorId }) => ({ name: name ?? operatorId, hostname })));
        return new Map(all.map(({ id }, index) => [id, called[index] ?? id]));
    }, [targets]);
    const { folds, usual, open } = useMemo(() => fold(all), [all]);
    const differing = folds.length > 1;
    const folded = (chosen ?? (targets >= FOLDED_FROM ? "results" : "hosts")) === "results";
    const shownFolds = useMemo(
        () =>
            folds.filter(
                (each) => (only === null || outcome(each[0]) === only) && !(unusual && differing && each === usual),
            ),
        [folds, only, unusual],
    );
    const shown = useMemo(() => {
        const usually = new Set(unusual && differing ? usual : []);
        return all.filter((each) => (only === null || outcome(each) === only) && !usually.has(each));
    }, [all, only, unusual, usual]);
    const rows = folded ? shownFolds.length : shown.length;
    const isOpen = (id: string) => toggled.get(id) ?? every ?? rows <= OPEN_AT_FIRST;
    const toggle = (id: string) => setToggled(new Map(toggled).set(id, !isOpen(id)));
    const setAll = (value: boolean) => {
        setEvery(value);
        setToggled(new Map());
    };
    return (
        <div className="executions">
            <div className="executions-bar">
                <span className="segments" role="group" aria-label="Show">
                    <button type="button" aria-pressed={folded} onClick={() => setChosen("results")}>
                        Results <span className="tabular">{folds.length.toLocaleString("en")}</span>
                    </button>
                    <button type="button" aria-pressed={!folded} onClick={() => setChosen("hosts")}>
                        Hosts <span className="tabular">{targets.toLocaleString("en")}</span>
                    </button>
                </span>
                {differing || unusual ? (
                    <button
                        type="button"
                        className="chip"
                        aria-pressed={unusual}
                        title="Leave out the hosts with the usual result"
                        onClick={() => setUnusual(!unusual)}
                    >
                        Only differing
                        <span className="tabular">{(targets - open - (usual?.length ?? 0)).toLocaleString("en")}</span>
                    </button>
                ) : null}
                <span className="spacer" />
                <button type="button" className="button quiet small" onClick={() => setAll(true)}>
                    Expand all
                </button>
                <button type="button" className="button quiet small" onClick={() => setAll(false)}>
                    Collapse all
                </button>
                {(["csv", "json"] as const).map((format) => (
                    <a
                        key={format}
                        className="button quiet small"
                        href={resultsAddress(feed.id, format)}
                        title={`Download the result of every host as ${format.toUpperCase()}`}
                        download
                    >
                        <DownloadIcon size={13} /> {format.toUpperCase()}
                    </a>
                ))}
            </div>
            {folded && open > 0 ? <p className="output-note">{plural(open, "host")} without a result so far.</p> : null}
            {rows === 0 && (only !== null || unusual) ? (
                <p className="output-note">No host is among those that are asked for.</p>
            ) : null}
            {folded ? (
                <VirtualRows
                    key="results"
                    count={shownFolds.length}
                    keyOf={(index) => shownFolds[index]?.[0].id ?? String(index)}
                    row={(index) => {
                        const each = shownFolds[index];
                        return each ? (
                            <FoldRow
                                feed={feed}
                                fold={each}
                                usual={usual}
                                names={names}
                                open={isOpen(each[0].id)}
                                onToggle={() => toggle(each[0].id)}
                            />
                        ) : null;
                    }}
                />
            ) : (
                <VirtualRows
                    key="hosts"
                    count={shown.length}
                    keyOf={(index) => shown[index]?.id ?? String(index)}
                    row={(index) => {
                        const each = shown[index];
                        return each ? (
                            <ExecutionRow
                                feed={feed}
                                execution={each}
                                host={names.get(each.id) ?? each.id}
                                open={isOpen(each.id)}
                                onToggle={() => toggle(each.id)}
                            />
                        ) : null;
                    }}
                />
            )}
        </div>
    );
}
