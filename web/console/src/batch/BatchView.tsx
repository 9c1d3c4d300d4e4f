import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { Counts } from "../api/contract.ts";
import { client } from "../app/console.ts";
import { Link } from "../router/Link.tsx";
import { announce } from "../ui/announce.ts";
import { CopyButton } from "../ui/CopyButton.tsx";
import { LinkIcon, RerunIcon, StopIcon } from "../ui/icons.tsx";
import { ProblemNote } from "../ui/ProblemNote.tsx";
import { BatchBadge, OutcomeFilter, ProgressBar } from "./BatchState.tsx";
import { CommandText } from "./CommandText.tsx";
import { ExecutionList } from "./ExecutionList.tsx";
import { BATCH_WORDS, isOver, keeper } from "./counts.ts";
import { STRATEGY_WORDS } from "../terminal/pace.ts";
import { WavesLine } from "./WavesLine.tsx";
import { useBatchFeed } from "./useBatchFeed.ts";

interface BatchViewProps {
    id: string;
    command: string;
    onRerun: (operatorIds: readonly string[]) => void;
    /** The page that is about this batch alone. */
    alone?: boolean;
}

/** A command being carried out and its outputs, live or from before. */
export function BatchView({ id, command, onRerun, alone = false }: BatchViewProps) {
    const [feed, snapshot] = useBatchFeed(id);
    const { batch, executions, counts, problem } = snapshot;
    const [only, setOnly] = useState<keyof Counts | null>(null);
    const stop = useMutation({ mutationFn: () => client.cancel(id) });
    const stopping = stop.isSuccess || batch?.cancelling === true;
    useAnnouncedEnd(batch?.state ?? null, executions.length === 1 ? (executions[0]?.exitCode ?? null) : null);
    const failed = executions.filter((execution) => execution.state === "FINISHED" && execution.exitCode !== 0);
    const stoppable = batch !== null && !isOver(batch.state);
    const operatorIds = executions.map((execution) => execution.operatorId);
    return (
        <article className="batch" aria-label={`Command ${command}`}>
            <header className="batch-head">
                <CommandText command={command} />
                <div className="batch-tools">
                    {batch && batch.state !== "COMPLETED" ? (
                        <BatchBadge state={batch.state} approved asks={batch.waves.halt?.asks} />
                    ) : null}
                    {stoppable ? (
                        <button
                            type="button"
                            className="button small danger-quiet"
                            disabled={stop.isPending || stopping}
                            onClick={() => stop.mutate()}
                        >
                            <StopIcon size={12} /> {stopping ? "Stopping…" : "Stop"}
                        </button>
                    ) : null}
                    <CopyButton text={command} label="Copy command" />
                    {operatorIds.length > 0 ? (
                        <button
                            type="button"
                            className="button quiet square small"
                            aria-label="Run again"
                            title="Run again"
                            onClick={() => onRerun(operatorIds)}
                        >
                            <RerunIcon size={14} />
                        </button>
                    ) : null}
                    {alone ? null : (
                        <Link
                            to={`/batches/${id}`}
                            className="button quiet square small"
                            aria-label="Open this batch"
                            title="Open this batch"
                        >
                            <LinkIcon size={14} />
                        </Link>
                    )}
                </div>
            </header>
            {batch && batch.targetCount > 1 ? (
                <div className="batch-summary">
                    <ProgressBar counts={counts} total={batch.targetCount} />
                    <div className="batch-summary-line">
                        <OutcomeFilter counts={counts} only={only} onOnly={setOnly} />
                        <span className="faint">{STRATEGY_WORDS[batch.strategy].label}</span>
                        {failed.length > 0 && isOver(batch.state) && failed.length < executions.length ? (
                            <button
                                type="button"
                                className="button small"
                                onClick={() => onRerun(failed.map((execution) => execution.operatorId))}
                            >
                                <RerunIcon size={12} /> Run again on {failed.length} failed
                            </button>
                        ) : null}
                    </div>
                </div>
            ) : null}
            {batch ? <WavesLine batch={batch} /> : null}
            {batch && (batch.records.controlPlane > 0 || batch.records.over > 0) ? (
                <p className="faint small">Output {keeper(batch)}</p>
            ) : null}
            {stop.error ? <ProblemNote problem={stop.error} /> : null}
            {problem && (!batch || snapshot.state === "closed") ? <ProblemNote problem={problem} /> : null}
            <ExecutionList feed={feed} snapshot={snapshot} only={only} tall={alone} />
        </article>
    );
}

function useAnnouncedEnd(state: keyof typeof BATCH_WORDS | null, exitCode: number | null): void {
    const before = useRef(state);
    useEffect(() => {
        const was = before.current;
        before.current = state;
        if (!state || !was || was === state || !isOver(state)) return;
        announce(`${BATCH_WORDS[state].label}${exitCode === null ? "" : `, exit code ${exitCode}`}`);
    }, [state, exitCode]);
}
