import type { Counts, Execution } from "../api/contract.ts";
import { OutputPanel } from "../output/OutputPanel.tsx";
import { visible } from "../output/visible.ts";
import { CopyButton } from "../ui/CopyButton.tsx";
import type { BatchFeed, BatchSnapshot } from "./BatchFeed.ts";
import { ExecutionBadge } from "./BatchState.tsx";
import { Sizes, Took } from "./ExecutionRow.tsx";
import { ManyExecutions } from "./ManyExecutions.tsx";

interface ExecutionListProps {
    feed: BatchFeed;
    snapshot: BatchSnapshot;
    /** Shows the hosts of this outcome alone. */
    only?: keyof Counts | null;
    tall?: boolean;
}

/** The outputs of a batch: one alone, or those of many hosts. */
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

function hostOf(execution: Execution): string {
    return visible(execution.hostname || execution.name || execution.operatorId);
}
