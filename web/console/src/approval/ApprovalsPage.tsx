import { useQuery } from "@tanstack/react-query";
import { type RefObject, useEffect, useRef } from "react";
import { keys } from "../app/console.ts";
import { readApprovals } from "../app/workspaceEvents.ts";
import type { Approval, ApprovalState } from "../api/contract.ts";
import type { Tone } from "../fleet/status.ts";
import { inOneLine, visible } from "../output/visible.ts";
import { Link } from "../router/Link.tsx";
import { hostName } from "../terminal/targets.ts";
import { Age } from "../ui/Age.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ApprovalsIcon } from "../ui/icons.tsx";
import { ProblemNote } from "../ui/ProblemNote.tsx";
import { ApprovalCard } from "./ApprovalCard.tsx";
import { RiskBadge } from "./RiskBadge.tsx";

/** What waits for a decision, and what was decided. */
export function ApprovalsPage({ selected }: { selected: string | null }) {
    const all = useQuery({ queryKey: keys.approvals("all"), queryFn: () => readApprovals("all") });
    const open = useQuery({ queryKey: keys.approvals("pending"), queryFn: () => readApprovals("pending") });
    const pending = [...(open.data ?? [])].sort((a, b) => a.expiresAt.localeCompare(b.expiresAt));
    const decided = (all.data ?? [])
        .filter((approval) => approval.state !== "PENDING")
        .sort((a, b) => moment(b).localeCompare(moment(a)));
    return (
        <div className="page narrow">
            <header className="page-header">
                <h1>Approvals</h1>
                <span className="faint tabular">{open.data ? `${pending.length} waiting` : ""}</span>
            </header>
            {all.error || open.error ? <ProblemNote problem={all.error ?? open.error} /> : null}
            {pending.map((approval) => (
                <Pending key={approval.id} approval={approval} selected={approval.id === selected} />
            ))}
            {open.data && pending.length === 0 ? (
                <EmptyState icon={<ApprovalsIcon size={28} />} title="Nothing waits for you">
                    <p>
                        A command that changes something appears here until somebody approves or denies it. Propose one
                        in the <Link to="/terminal">terminal</Link>, or with <code>./dropops run</code>.
                    </p>
                </EmptyState>
            ) : null}
            {decided.length > 0 ? (
                <section aria-labelledby="decided">
                    <h2 id="decided" className="section-title">
                        Decided
                    </h2>
                    <ul className="decided">
                        {decided.map((approval) => (
                            <Decided key={approval.id} approval={approval} selected={approval.id === selected} />
                        ))}
                    </ul>
                </section>
            ) : null}
        </div>
    );
}

export const STATE_WORDS: Record<ApprovalState, { label: string; tone: Tone }> = {
    PENDING: { label: "Waiting", tone: "warn" },
    GRANTED: { label: "Approved", tone: "good" },
    DENIED: { label: "Denied", tone: "bad" },
    EXPIRED: { label: "Expired", tone: "quiet" },
    AUTOMATIC: { label: "Allowed by policy", tone: "quiet" },
};

function Decided({ approval, selected }: { approval: Approval; selected: boolean }) {
    const ref = useInView<HTMLLIElement>(selected);
    const { label, tone } = STATE_WORDS[approval.state];
    const [first] = approval.targets;
    const ran = approval.state === "GRANTED" || approval.state === "AUTOMATIC";
    return (
        <li ref={ref} className={selected ? "decided-row focused" : "decided-row"}>
            <span className={`status ${tone}`}>
                <span className="dot" aria-hidden="true" />
                {label}
            </span>
            <span className="decided-what">
                {ran ? (
                    <Link to={`/batches/${approval.batchId}`} className="mono ellipsis">
                        {inOneLine(approval.action.command)}
                    </Link>
                ) : (
                    <code className="ellipsis">{inOneLine(approval.action.command)}</code>
                )}
                {approval.feedback ? <span className="faint">“{visible(approval.feedback)}”</span> : null}
            </span>
            <RiskBadge risk={approval.risk} />
            <span className="faint ellipsis">
                {approval.targetCount === 1 && first ? hostName(first) : `${approval.targetCount} hosts`}
            </span>
            <span className="faint">
                {approval.decidedBy
                    ? `${approval.decidedBy.name}${approval.selfApproved ? " (own proposal)" : ""}, `
                    : ""}
                <Age time={moment(approval)} />
            </span>
        </li>
    );
}

function moment(approval: Approval): string {
    return approval.decidedAt ?? approval.requestedAt;
}

function Pending({ approval, selected }: { approval: Approval; selected: boolean }) {
    const ref = useInView<HTMLDivElement>(selected);
    return (
        <div ref={ref} className={selected ? "focused" : undefined}>
            <ApprovalCard approval={approval} />
        </div>
    );
}

/** Scrolls what a deep link names into view. */
function useInView<T extends HTMLElement>(when: boolean): RefObject<T | null> {
    const ref = useRef<T>(null);
    useEffect(() => {
        if (when) ref.current?.scrollIntoView({ block: "center" });
    }, [when]);
    return ref;
}
