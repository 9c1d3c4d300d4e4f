import { useQuery } from "@tanstack/react-query";
import { useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from "react";
import { client, keys } from "../app/console.ts";
import { readApproval, takeApproval } from "../app/workspaceEvents.ts";
import type { ProposalRequest } from "../api/contract.ts";
import { nonce } from "../api/nonce.ts";
import { ApprovalCard } from "../approval/ApprovalCard.tsx";
import { STATE_WORDS } from "../approval/ApprovalsPage.tsx";
import { BatchView } from "../batch/BatchView.tsx";
import { CommandText } from "../batch/CommandText.tsx";
import { useFleet } from "../fleet/useFleet.ts";
import { visible } from "../output/visible.ts";
import { Link } from "../router/Link.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { CloseIcon, RerunIcon, TerminalIcon } from "../ui/icons.tsx";
import { ProblemNote } from "../ui/ProblemNote.tsx";
import { Blocks, type Block } from "./Blocks.ts";
import { CommandLine } from "./CommandLine.tsx";
import { tabStorage } from "./tab.ts";
import { bindable } from "./targets.ts";

const blocks = new Blocks(client.propose, takeApproval, tabStorage(), nonce);

/** Type a command, see it judged, approve it, watch it run. */
export function TerminalPage() {
    const shown = useSyncExternalStore(blocks.subscribe, blocks.snapshot);
    const { operators, loaded } = useFleet();
    const bound = bindable(operators);
    const scroller = useRef<HTMLDivElement>(null);
    useStickToEnd(scroller, shown.length);
    return (
        <div className="page terminal">
            <div className="terminal-scroller" ref={scroller}>
                <div className="terminal-blocks">
                    <h1 className="sr-only">Terminal</h1>
                    {shown.length > 0 ? (
                        <div className="terminal-top">
                            <Link to="/history">Earlier commands are in the history</Link>
                            <button type="button" className="button quiet small" onClick={() => blocks.clear()}>
                                Clear
                            </button>
                        </div>
                    ) : null}
                    {shown.map((block) => (
                        <BlockView key={block.key} block={block} />
                    ))}
                    {shown.length === 0 && loaded ? (
                        <FirstSteps
                            bound={bound.length}
                            free={operators.filter((each) => each.status === "ACTIVE").length}
                        />
                    ) : null}
                </div>
            </div>
            <CommandLine bound={bound} onRun={(request) => void blocks.run(request)} />
        </div>
    );
}

function FirstSteps({ bound, free }: { bound: number; free: number }) {
    if (bound > 0) {
        return (
            <EmptyState icon={<TerminalIcon size={28} />} title="Ready">
                <p>
                    Type a command below. Plain reads run at once; anything that may change something becomes an
                    approval card first, here and in the inbox.
                </p>
                <p>
                    A safe first one: <code>uptime</code>
                </p>
            </EmptyState>
        );
    }
    return (
        <EmptyState
            icon={<TerminalIcon size={28} />}
            title="Bind an operator first"
            action={
                <Link to="/" className="button primary">
                    Go to the operators
                </Link>
            }
        >
            <p>
                Commands go to operators that are bound to you, and to no others.{" "}
                {free > 0
                    ? `${free === 1 ? "One operator is" : `${free} operators are`} active and free to be bound.`
                    : "None is active yet: add one and run its install line on a host."}
            </p>
        </EmptyState>
    );
}

function BlockView({ block }: { block: Block }) {
    const rerun = (operatorIds: readonly string[]) =>
        void blocks.run({ ...block.request, targets: operatorIds.join(",") });
    switch (block.step) {
        case "proposing":
            return (
                <article className="batch" aria-busy="true">
                    <header className="batch-head">
                        <CommandText command={block.request.action.command} />
                        <span className="spinner" role="status" aria-label="Being judged" />
                    </header>
                </article>
            );
        case "refused":
            return (
                <article className="batch refused" aria-label={`Refused: ${block.request.action.command}`}>
                    <header className="batch-head">
                        <CommandText command={block.request.action.command} />
                        <button
                            type="button"
                            className="button quiet square small"
                            aria-label="Remove"
                            title="Remove"
                            onClick={() => blocks.remove(block.key)}
                        >
                            <CloseIcon size={14} />
                        </button>
                    </header>
                    <ProblemNote problem={block.problem}>
                        {block.problem.code === "unreachable" ? (
                            <p>
                                <button
                                    type="button"
                                    className="button small"
                                    onClick={() => void blocks.retry(block.key)}
                                >
                                    <RerunIcon size={12} /> Try again
                                </button>
                            </p>
                        ) : null}
                    </ProblemNote>
                </article>
            );
        case "proposed":
            return <ProposedView block={block} request={block.request} onRerun={rerun} />;
    }
}

interface ProposedViewProps {
    block: Extract<Block, { step: "proposed" }>;
    request: ProposalRequest;
    onRerun: (operatorIds: readonly string[]) => void;
}

function ProposedView({ block, request, onRerun }: ProposedViewProps) {
    const approval = useQuery({
        queryKey: keys.approval(block.proposalId),
        queryFn: () => readApproval(block.proposalId),
    });
    const { command } = request.action;
    if (!approval.data) {
        return approval.error ? (
            <article className="batch">
                <CommandText command={command} />
                <ProblemNote problem={approval.error} />
            </article>
        ) : null;
    }
    const { state, feedback, decidedBy, targets } = approval.data;
    switch (state) {
        case "PENDING":
            return <ApprovalCard approval={approval.data} />;
        case "GRANTED":
        case "AUTOMATIC":
            return <BatchView id={block.batchId} command={command} onRerun={onRerun} />;
        case "DENIED":
        case "EXPIRED":
            return (
                <article className="batch refused">
                    <header className="batch-head">
                        <CommandText command={command} />
                        <div className="batch-tools">
                            <span className={`status ${STATE_WORDS[state].tone}`}>
                                <span className="dot" aria-hidden="true" />
                                {STATE_WORDS[state].label}
                                {decidedBy ? ` by ${decidedBy.name}` : ""}
                            </span>
                            <button
                                type="button"
                                className="button quiet square small"
                                aria-label="Propose again"
                                title="Propose again"
                                onClick={() => onRerun(targets.map((target) => target.operatorId))}
                            >
                                <RerunIcon size={14} />
                            </button>
                        </div>
                    </header>
                    {feedback ? <p className="output-note">“{visible(feedback)}”</p> : null}
                </article>
            );
    }
}

/** Keeps the newest block in view while it grows, unless the person has scrolled up. */
function useStickToEnd(scroller: React.RefObject<HTMLDivElement | null>, blockCount: number): void {
    const [stuck] = useState({ value: true });
    useLayoutEffect(() => {
        stuck.value = true;
        const element = scroller.current;
        if (element) element.scrollTop = element.scrollHeight;
    }, [blockCount, scroller, stuck]);
    useEffect(() => {
        const element = scroller.current;
        const content = element?.firstElementChild;
        if (!element || !content) return;
        const onScroll = () => {
            stuck.value = element.scrollHeight - element.scrollTop - element.clientHeight < 40;
        };
        const sizes = new ResizeObserver(() => {
            if (stuck.value) element.scrollTop = element.scrollHeight;
        });
        sizes.observe(content);
        element.addEventListener("scroll", onScroll, { passive: true });
        return () => {
            sizes.disconnect();
            element.removeEventListener("scroll", onScroll);
        };
    }, [scroller, stuck]);
}
