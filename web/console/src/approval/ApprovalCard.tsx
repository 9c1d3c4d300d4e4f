import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useId, useState } from "react";
import { client, keys } from "../app/console.ts";
import { readApproval, takeApproval } from "../app/workspaceEvents.ts";
import type { Approval } from "../api/contract.ts";
import { CommandText } from "../batch/CommandText.tsx";
import { announce } from "../ui/announce.ts";
import { ProblemNote } from "../ui/ProblemNote.tsx";
import { remaining } from "../ui/time.ts";
import { useNow } from "../ui/ticker.ts";
import { agreed, bar, isWhole, standing } from "./approval.ts";
import { Diff } from "./Diff.tsx";
import { Expiry } from "./Expiry.tsx";
import { ApprovalFacts } from "./Facts.tsx";
import { RiskBadge } from "./RiskBadge.tsx";

/** How long a card must have been in view before it can be approved: a click meant for what was there before must not. */
const ARMED_AFTER_MS = 600;

/** A question to a person: may this command run on these hosts? */
export function ApprovalCard({ approval: shown }: { approval: Approval }) {
    const [approval, incomplete] = useWhole(shown);
    const [denying, setDenying] = useState(false);
    const expired = remaining(approval.expiresAt, useNow()) === null;
    const high = approval.risk === "HIGH";
    const barred = bar(approval, useMember());
    return (
        <article
            className={high ? "approval-card high" : "approval-card"}
            aria-label={`Approval for ${approval.action.command}`}
        >
            <header className="approval-head">
                <strong>{expired ? "Approval expired" : headline(approval)}</strong>
                <RiskBadge risk={approval.risk} />
                <span className="spacer" />
                <Expiry approval={approval} />
            </header>
            <CommandText command={approval.action.command} full />
            <ApprovalFacts approval={approval} />
            {approval.diff ? <Diff text={approval.diff} /> : null}
            {incomplete ? <ProblemNote problem={incomplete} /> : null}
            {denying ? (
                <Denying approval={approval} onBack={() => setDenying(false)} />
            ) : (
                <>
                    {barred && !expired ? <p className="barred">{BARRED[barred]}</p> : null}
                    <Deciding
                        approval={approval}
                        open={!expired && !barred}
                        onDeny={expired ? null : () => setDenying(true)}
                    />
                </>
            )}
        </article>
    );
}

const BARRED = {
    agreed: "You have agreed. It runs as soon as enough others have; until then anybody can still deny it.",
    asked: "You asked for this, so another person has to agree. You can deny it to take it back.",
} as const;

function headline(approval: Approval): string {
    return agreed(approval).length > 0 ? standing(approval) : "Waiting for approval";
}

interface DecidingProps {
    approval: Approval;
    /** Whether this person can say yes. */
    open: boolean;
    onDeny: (() => void) | null;
}

function Deciding({ approval, open, onDeny }: DecidingProps) {
    const [typed, setTyped] = useState("");
    const armed = useArmed();
    const high = approval.risk === "HIGH";
    const approve = useMutation({
        mutationFn: () => client.approve(approval.id, approval.digest, high ? typed.trim() : ""),
        onSuccess: (decided) => {
            takeApproval(decided);
            announce(decided.state === "PENDING" ? standing(decided) : "Approved");
        },
    });
    const type = (text: string) => {
        approve.reset();
        setTyped(text);
    };
    const ready = armed && open && !approve.isPending && isWhole(approval) && (!high || typed.trim() !== "");
    return (
        <form
            className="approval-decision"
            onSubmit={(event) => {
                event.preventDefault();
                if (ready) approve.mutate();
            }}
        >
            {approve.error ? <ProblemNote problem={approve.error} /> : null}
            {high && open ? <Confirmation approval={approval} typed={typed} onTyped={type} /> : null}
            <div className="approval-actions">
                <button type="submit" className={high ? "button danger" : "button approve"} disabled={!ready}>
                    {approve.isPending
                        ? "Approving…"
                        : approval.targetCount === 1
                          ? "Approve"
                          : `Approve for ${approval.targetCount.toLocaleString("en")} hosts`}
                </button>
                <button
                    type="button"
                    className="button"
                    disabled={approve.isPending || !onDeny}
                    onClick={() => onDeny?.()}
                >
                    Deny…
                </button>
            </div>
        </form>
    );
}

interface ConfirmationProps {
    approval: Approval;
    typed: string;
    onTyped: (text: string) => void;
}

/** What has to be looked up among the facts and typed; the control plane compares it. */
function Confirmation({ approval, typed, onTyped }: ConfirmationProps) {
    const fieldId = useId();
    const one = approval.targetCount === 1;
    return (
        <div className="typed-confirmation">
            <label htmlFor={fieldId}>
                {one
                    ? "Type the name of the host to approve"
                    : "Type the number of hosts, followed by “hosts”, to approve"}
            </label>
            <input
                id={fieldId}
                type="text"
                value={typed}
                maxLength={300}
                onChange={(event) => onTyped(event.target.value)}
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
            />
        </div>
    );
}

function Denying({ approval, onBack }: { approval: Approval; onBack: () => void }) {
    const [feedback, setFeedback] = useState("");
    const fieldId = useId();
    const deny = useMutation({
        mutationFn: () => client.deny(approval.id, feedback.trim()),
        onSuccess: (decided) => {
            takeApproval(decided);
            announce("Denied");
        },
    });
    return (
        <form
            className="deny-form"
            onSubmit={(event) => {
                event.preventDefault();
                deny.mutate();
            }}
            onKeyDown={(event) => {
                if (event.key === "Escape") onBack();
            }}
        >
            {deny.error ? <ProblemNote problem={deny.error} /> : null}
            <label htmlFor={fieldId}>What should be different? (optional, whoever asked reads it)</label>
            <textarea
                id={fieldId}
                rows={2}
                value={feedback}
                maxLength={2_000}
                onChange={(event) => setFeedback(event.target.value)}
                autoFocus
            />
            <div className="approval-actions">
                <button type="submit" className="button danger" disabled={deny.isPending}>
                    Deny
                </button>
                <button type="button" className="button quiet" disabled={deny.isPending} onClick={onBack}>
                    Back
                </button>
            </div>
        </form>
    );
}

/** Who is signed in, which the shell has asked for. */
function useMember(): string | null {
    const me = useQuery({ queryKey: keys.me, queryFn: () => client.me() });
    return me.data?.member.id ?? null;
}

/** The approval with all its hosts, read where a list named only the first: nobody approves what is not shown. */
function useWhole(shown: Approval): [Approval, Error | null] {
    const whole = useQuery({
        queryKey: keys.approval(shown.id),
        queryFn: () => readApproval(shown.id),
        enabled: !isWhole(shown),
    });
    const targets = isWhole(shown) ? shown.targets : (whole.data?.targets ?? shown.targets);
    return [{ ...shown, targets }, whole.error];
}

function useArmed(): boolean {
    const [armed, setArmed] = useState(false);
    useEffect(() => {
        const timer = setTimeout(() => setArmed(true), ARMED_AFTER_MS);
        return () => clearTimeout(timer);
    }, []);
    return armed;
}
