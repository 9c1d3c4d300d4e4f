import { useQuery } from "@tanstack/react-query";
import { keys } from "../app/console.ts";
import { readApproval } from "../app/workspaceEvents.ts";
import type { Approval } from "../api/contract.ts";
import { agreed } from "../approval/approval.ts";
import { ApprovalCard } from "../approval/ApprovalCard.tsx";
import { Diff } from "../approval/Diff.tsx";
import { ApprovalFacts } from "../approval/Facts.tsx";
import { RiskBadge } from "../approval/RiskBadge.tsx";
import { STATE_WORDS } from "../approval/ApprovalsPage.tsx";
import { visible } from "../output/visible.ts";
import { Link } from "../router/Link.tsx";
import { navigate } from "../router/location.ts";
import { Age } from "../ui/Age.tsx";
import { CopyButton } from "../ui/CopyButton.tsx";
import { ProblemNote } from "../ui/ProblemNote.tsx";
import { BatchView } from "./BatchView.tsx";
import { UndoButton } from "./UndoButton.tsx";
import { useBatchFeed } from "./useBatchFeed.ts";

/** One batch: how it was approved, and what each host answered. */
export function BatchPage({ id }: { id: string }) {
    const [, { batch, problem }] = useBatchFeed(id);
    const proposalId = batch?.proposalId ?? "";
    const approval = useQuery({
        queryKey: keys.approval(proposalId),
        queryFn: () => readApproval(proposalId),
        enabled: proposalId !== "",
    });
    if (!batch) {
        return (
            <div className="page narrow">
                <header className="page-header">
                    <h1>Batch</h1>
                </header>
                {problem ? (
                    <ProblemNote problem={problem}>
                        <p>
                            <Link to="/history">See all batches</Link>
                        </p>
                    </ProblemNote>
                ) : null}
            </div>
        );
    }
    const asked = approval.data;
    return (
        <div className="page narrow batch-page">
            <header className="page-header">
                <h1>
                    <Link to="/history" className="crumb">
                        History
                    </Link>{" "}
                    <span className="faint">/</span> Batch
                </h1>
                <span className="faint">
                    <Age time={batch.createdAt} />
                </span>
                <span className="spacer" />
                <code className="faint small">{batch.id}</code>
                <UndoButton batch={batch} effects={asked?.effects ?? []} />
                <CopyButton text={window.location.href} label="Copy link" />
            </header>
            {asked?.state === "PENDING" ? (
                <ApprovalCard approval={asked} />
            ) : asked === undefined && batch.state === "WAITING" ? null : (
                <BatchView
                    id={id}
                    command={batch.command}
                    alone
                    onRerun={(ids) => navigate(rerunAddress(batch.command, ids))}
                />
            )}
            {asked && asked.state !== "PENDING" ? (
                <section className="panel">
                    <h2 className="section-title">
                        {STATE_WORDS[asked.state].label}
                        {deciders(asked)}
                        <RiskBadge risk={asked.risk} />
                    </h2>
                    {asked.feedback ? <p>“{visible(asked.feedback)}”</p> : null}
                    <ApprovalFacts approval={asked} />
                    {asked.diff ? <Diff text={asked.diff} /> : null}
                </section>
            ) : null}
        </div>
    );
}

/** " by Ada", " by Ada and Grace", " by owner, who also asked". */
function deciders(asked: Approval): string {
    if (!asked.decidedBy) return "";
    const names = asked.state === "GRANTED" ? agreed(asked).map((vote) => vote.by.name) : [];
    const all = names.length > 1 ? names.join(" and ") : asked.decidedBy.name;
    return ` by ${all}${asked.selfApproved ? ", who also asked" : ""}`;
}

export function rerunAddress(command: string, operatorIds: readonly string[]): string {
    return `/terminal?${new URLSearchParams({ command, on: operatorIds.join(",") })}`;
}
