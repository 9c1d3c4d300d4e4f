import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState } from "react";
import type { Counts, Execution } from "../api/contract.ts";
import { visible } from "../output/visible.ts";
import { OutputPanel } from "../output/OutputPanel.tsx";
import { bytes, plural } from "../ui/amount.ts";
import { CopyButton } from "../ui/CopyButton.tsx";
import { ChevronIcon } from "../ui/icons.tsx";
import { duration, elapsed } from "../ui/time.ts";
import { useNow } from "../ui/ticker.ts";
import type { BatchFeed, BatchSnapshot } from "./BatchFeed.ts";
import { hostNames } from "../terminal/targets.ts";
import { outcome } from "./counts.ts";
import { ExecutionBadge } from "./BatchState.tsx";
import { sameResults } from "./sameResults.ts";

/** Up to this many hosts, every output is open from the start. */
const OPEN_AT_FIRST = 4;
const ROW = 36;

interface ExecutionListProps {
    feed: BatchFeed;
    snapshot: BatchSnapshot;
    /** Shows the hosts of this outcome alone. */
    only?: keyof Counts | null;
    tall?: boolean;
}

/** The outputs of a batch: one alone, or one under each host's name. */
export function ExecutionList({ feed, snapshot, only = null, tall = false }: ExecutionListProps) {
    const { executions } = snapshot;
    if (executions.length === 1) {
        const only = executions[0] as Execution;
        return (
            <div className="single-execution">
                <OutputPanel feed={feed} execution={only} label={`Output of ${hostOf(only)}`} tall={tall} />
                <ExecutionFoot feed={feed} execution={only} />
            </div>
        );
    }
    return executions.length === 0 ? null : <ManyExecutions feed={feed} snapshot={snapshot} only={only} />;
}

function ManyExecutions({ feed, snapshot, only = null }: ExecutionListProps) {
    const executions = useMemo(
        () => snapshot.executions.filter((execution) => only === null || outcome(execution) === only),
        [snapshot.executions, only],
    );
    // the targets of a batch never change, only how they stand
    const targets = snapshot.executions.length;
    const names = useMemo(() => {
        const called = hostNames(
            snapshot.executions.map(({ name, hostname, operatorId }) => ({ name: name ?? operatorId, hostname })),
        );
        return new Map(snapshot.executions.map(({ id }, index) => [id, called[index] ?? id]));
    }, [targets]);
    const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
    const [all, setAll] = useState<boolean | null>(null);
    const [grouped, setGrouped] = useState(false);
    const groups = useMemo(() => sameResults(executions), [executions]);
    const canGroup = groups.length < executions.length;
    const rows = grouped && canGroup ? groups : executions.map((execution) => [execution]);
    const isOpen = (id: string) => toggled.get(id) ?? all ?? executions.length <= OPEN_AT_FIRST;
    const scroller = useRef<HTMLDivElement>(null);
    const virtual = useVirtualizer({
        count: rows.length,
        getScrollElement: () => scroller.current,
        estimateSize: () => ROW,
        overscan: 6,
        getItemKey: (index) => rows[index]?.[0]?.id ?? index,
    });
    return (
        <div className="executions">
            <div className="executions-bar">
                <button
                    type="button"
                    className="button quiet small"
                    onClick={() => {
                        setAll(true);
                        setToggled(new Map());
                    }}
                >
                    Expand all
                </button>
                <button
                    type="button"
                    className="button quiet small"
                    onClick={() => {
                        setAll(false);
                        setToggled(new Map());
                    }}
                >
                    Collapse all
                </button>
                {canGroup ? (
                    <button
                        type="button"
                        className="button quiet small"
                        aria-pressed={grouped}
                        onClick={() => setGrouped(!grouped)}
                    >
                        Merge identical results
                    </button>
                ) : null}
            </div>
            <div className="executions-scroller" ref={scroller}>
                <div className="virtual" style={{ height: virtual.getTotalSize() }}>
                    {virtual.getVirtualItems().map((item) => {
                        const group = rows[item.index];
                        const first = group?.[0];
                        if (!group || !first) return null;
                        return (
                            <div
                                key={item.key}
                                className="virtual-item"
                                data-index={item.index}
                                ref={virtual.measureElement}
                                style={{ transform: `translateY(${item.start}px)` }}
                            >
                                <ExecutionRow
                                    feed={feed}
                                    execution={first}
                                    others={group.slice(1)}
                                    names={names}
                                    open={isOpen(first.id)}
                                    onToggle={() => setToggled(new Map(toggled).set(first.id, !isOpen(first.id)))}
                                />
                            </div>
                        );
                    })}
                </div>
            </div>
        </div>
    );
}

interface ExecutionRowProps {
    feed: BatchFeed;
    execution: Execution;
    others: readonly Execution[];
    names: ReadonlyMap<string, string>;
    open: boolean;
    onToggle: () => void;
}

function ExecutionRow({ feed, execution, others, names, open, onToggle }: ExecutionRowProps) {
    const hosts = [execution, ...others].map(({ id }) => names.get(id) ?? id);
    const host = hosts[0] ?? "";
    return (
        <section className="execution" id={execution.id}>
            <h2 className="execution-head">
                <button type="button" aria-expanded={open} onClick={onToggle}>
                    <span className={open ? "chevron open" : "chevron"}>
                        <ChevronIcon size={14} />
                    </span>
                    <span className="host-name">
                        {others.length > 0 ? `Same on ${plural(hosts.length, "host")}` : host}
                    </span>
                    {others.length > 0 ? <span className="faint ellipsis">{hosts.join(", ")}</span> : null}
                    <span className="spacer" />
                    <Sizes execution={execution} />
                    {others.length === 0 ? <Took execution={execution} /> : null}
                    <ExecutionBadge execution={execution} />
                </button>
            </h2>
            {execution.message ? <p className="output-note">{execution.message}</p> : null}
            {open ? <OutputPanel feed={feed} execution={execution} label={`Output of ${host}`} /> : null}
        </section>
    );
}

function ExecutionFoot({ feed, execution }: { feed: BatchFeed; execution: Execution }) {
    return (
        <footer className="execution-foot">
            <ExecutionBadge execution={execution} />
            <Took execution={execution} />
            <span className="faint">{hostOf(execution)}</span>
            <Sizes execution={execution} />
            <span className="spacer" />
            <CopyButton text={() => feed.tail(execution.id).text()} label="Copy output" />
            {execution.message ? <p className="execution-message">{execution.message}</p> : null}
        </footer>
    );
}

function Sizes({ execution: { stdoutBytes, stderrBytes } }: { execution: Execution }) {
    if (stdoutBytes + stderrBytes === 0) return null;
    return (
        <span className="faint tabular" title={`stdout ${bytes(stdoutBytes)}, stderr ${bytes(stderrBytes)}`}>
            {bytes(stdoutBytes + stderrBytes)}
        </span>
    );
}

function Took({ execution }: { execution: Execution }) {
    if (execution.durationMs !== null) return <span className="faint tabular">{duration(execution.durationMs)}</span>;
    if (execution.state === "RUNNING" && execution.startedAt) return <RunningFor since={execution.startedAt} />;
    return null;
}

function RunningFor({ since }: { since: string }) {
    const at = useNow();
    return <span className="faint tabular">{elapsed(since, at)}</span>;
}

function hostOf(execution: Execution): string {
    return visible(execution.hostname || execution.name || execution.operatorId);
}
