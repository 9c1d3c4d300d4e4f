import type { Execution } from "../api/contract.ts";
import { OutputPanel } from "../output/OutputPanel.tsx";
import { bytes } from "../ui/amount.ts";
import { ChevronIcon } from "../ui/icons.tsx";
import { duration, elapsed } from "../ui/time.ts";
import { useNow } from "../ui/ticker.ts";
import type { BatchFeed } from "./BatchFeed.ts";
import { ExecutionBadge } from "./BatchState.tsx";

interface ExecutionRowProps {
    feed: BatchFeed;
    execution: Execution;
    host: string;
    open: boolean;
    onToggle: () => void;
}

/** One host's part in a batch over several. */
export function ExecutionRow({ feed, execution, host, open, onToggle }: ExecutionRowProps) {
    return (
        <section className="execution" id={execution.id}>
            <h2 className="execution-head">
                <button type="button" aria-expanded={open} onClick={onToggle}>
                    <span className={open ? "chevron open" : "chevron"}>
                        <ChevronIcon size={14} />
                    </span>
                    <span className="host-name">{host}</span>
                    <span className="spacer" />
                    <Sizes execution={execution} />
                    <Took execution={execution} />
                    <ExecutionBadge execution={execution} />
                </button>
            </h2>
            {execution.message ? <p className="output-note">{execution.message}</p> : null}
            {open ? <OutputPanel feed={feed} execution={execution} label={`Output of ${host}`} /> : null}
        </section>
    );
}

export function Sizes({ execution: { stdoutBytes, stderrBytes } }: { execution: Execution }) {
    if (stdoutBytes + stderrBytes === 0) return null;
    return (
        <span className="faint tabular" title={`stdout ${bytes(stdoutBytes)}, stderr ${bytes(stderrBytes)}`}>
            {bytes(stdoutBytes + stderrBytes)}
        </span>
    );
}

export function Took({ execution }: { execution: Execution }) {
    if (execution.durationMs !== null) return <span className="faint tabular">{duration(execution.durationMs)}</span>;
    if (execution.state === "RUNNING" && execution.startedAt) return <RunningFor since={execution.startedAt} />;
    return null;
}

function RunningFor({ since }: { since: string }) {
    const at = useNow();
    return <span className="faint tabular">{elapsed(since, at)}</span>;
}
