import type { BatchState, Counts, Execution } from "../api/contract.ts";
import { BATCH_WORDS, OUTCOME_WORDS, outcome } from "./counts.ts";

const STARTING = { label: "Starting", tone: "accent" } as const;

const ASKS = { label: "Asks to go on", tone: "warn" } as const;

interface BatchBadgeProps {
    state: BatchState;
    /** Nobody is waited for any more, so one that has not begun is about to. */
    approved?: boolean;
    /** Somebody's word is waited for between two waves. */
    asks?: boolean | undefined;
}

export function BatchBadge({ state, approved = false, asks = false }: BatchBadgeProps) {
    const { label, tone } = approved && state === "WAITING" ? STARTING : asks ? ASKS : BATCH_WORDS[state];
    return (
        <span className={`status ${tone}`}>
            <span className={state === "RUNNING" && !asks ? "dot pulse" : "dot"} aria-hidden="true" />
            {label}
        </span>
    );
}

/** How one host's execution stands: "exit 3", "running", "refused". */
export function ExecutionBadge({ execution }: { execution: Execution }) {
    const kind = outcome(execution);
    const { label, tone, meaning } = OUTCOME_WORDS[kind];
    const text = execution.state === "FINISHED" ? `exit ${execution.exitCode ?? "?"}` : label;
    return (
        <span className={`status ${tone}`} title={meaning}>
            <span className={kind === "running" ? "dot pulse" : "dot"} aria-hidden="true" />
            {text}
        </span>
    );
}

const ORDER = Object.keys(OUTCOME_WORDS) as (keyof Counts)[];
const BAR: (keyof Counts)[] = [
    "succeeded",
    "failed",
    "refused",
    "interrupted",
    "voided",
    "unknown",
    "skipped",
    "undelivered",
    "running",
    "dispatched",
];

/** n of m, by outcome. */
export function CountsLine({ counts }: { counts: Counts }) {
    return (
        <span className="counts">
            {ORDER.filter((kind) => counts[kind] > 0).map((kind) => (
                <span key={kind} className={`status ${OUTCOME_WORDS[kind].tone}`} title={OUTCOME_WORDS[kind].meaning}>
                    <span className="tabular">{counts[kind].toLocaleString("en")}</span> {OUTCOME_WORDS[kind].label}
                </span>
            ))}
        </span>
    );
}

interface OutcomeFilterProps {
    counts: Counts;
    only: keyof Counts | null;
    onOnly: (only: keyof Counts | null) => void;
}

/** n of m by outcome, each to be clicked for its hosts alone. */
export function OutcomeFilter({ counts, only, onOnly }: OutcomeFilterProps) {
    return (
        <span className="counts" role="group" aria-label="Show by outcome">
            {ORDER.filter((kind) => counts[kind] > 0 || kind === only).map((kind) => (
                <button
                    key={kind}
                    type="button"
                    className={`chip status ${OUTCOME_WORDS[kind].tone}`}
                    aria-pressed={kind === only}
                    title={OUTCOME_WORDS[kind].meaning}
                    onClick={() => onOnly(kind === only ? null : kind)}
                >
                    <span className="tabular">{counts[kind].toLocaleString("en")}</span> {OUTCOME_WORDS[kind].label}
                </button>
            ))}
        </span>
    );
}

export function ProgressBar({ counts, total }: { counts: Counts; total: number }) {
    const over = total - counts.waiting - counts.dispatched - counts.running;
    return (
        <div
            className="progress"
            role="progressbar"
            aria-valuemin={0}
            aria-valuemax={total}
            aria-valuenow={over}
            aria-label={`${over} of ${total} hosts done`}
        >
            {BAR.filter((kind) => counts[kind] > 0).map((kind) => (
                <span key={kind} className={OUTCOME_WORDS[kind].tone} style={{ flexGrow: counts[kind] }} />
            ))}
            <span className="rest" style={{ flexGrow: counts.waiting }} />
        </div>
    );
}
