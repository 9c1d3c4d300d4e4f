import { useDeferredValue, useMemo, useState } from "react";
import { client } from "../app/console.ts";
import { OPERATOR_STATUSES, type Operator, type OperatorStatus } from "../api/contract.ts";
import { asProblem } from "../api/problem.ts";
import { setQueryParameter, useQueryParameter } from "../router/location.ts";
import { plural } from "../ui/amount.ts";
import { toast } from "../ui/announce.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { OperatorsIcon, PlusIcon, SearchIcon } from "../ui/icons.tsx";
import { AddOperator } from "./AddOperator.tsx";
import { OperatorDetail } from "./OperatorDetail.tsx";
import { OperatorTable } from "./OperatorTable.tsx";
import { countByStatus, filterOperators } from "./filter.ts";
import { STATUS_WORDS } from "./status.ts";
import { useFleet } from "./useFleet.ts";

/** The live operator panel. */
export function OperatorsPage() {
    const { operators, loaded } = useFleet();
    const [text, setText] = useQueryParameter("q");
    const [statusText, setStatusText] = useQueryParameter("status");
    const [selected] = useQueryParameter("operator");
    const [adding, setAdding] = useQueryParameter("add");
    const statuses = useMemo(() => parseStatuses(statusText), [statusText]);
    const words = useDeferredValue(text);
    const shown = useMemo(() => filterOperators(operators, words, statuses), [operators, words, statuses]);
    const counts = useMemo(() => countByStatus(operators), [operators]);
    const operator = operators.find((each) => each.id === selected);

    function toggleStatus(status: OperatorStatus) {
        const next = new Set(statuses);
        if (!next.delete(status)) next.add(status);
        setStatusText([...next].join(","));
    }

    return (
        <div className={operator ? "page fleet with-detail" : "page fleet"}>
            <div className="fleet-main">
                <header className="page-header">
                    <h1>Operators</h1>
                    <span className="faint tabular">{loaded ? plural(operators.length, "operator") : ""}</span>
                    <span className="spacer" />
                    <BindAll operators={shown} />
                    <button type="button" className="button primary" onClick={() => setAdding("1")}>
                        <PlusIcon /> Add operator
                    </button>
                </header>
                {operators.length > 0 || !loaded ? (
                    <>
                        <div className="filter-bar">
                            <label className="search-field">
                                <SearchIcon size={14} />
                                <span className="sr-only">Filter operators</span>
                                <input
                                    type="search"
                                    data-slash
                                    placeholder="Filter by name, host, address…"
                                    value={text}
                                    onChange={(event) => setText(event.target.value)}
                                />
                                <kbd aria-hidden="true">/</kbd>
                            </label>
                            <div className="chips" role="group" aria-label="Filter by status">
                                {OPERATOR_STATUSES.filter((status) => counts[status] > 0 || statuses.has(status)).map(
                                    (status) => (
                                        <button
                                            key={status}
                                            type="button"
                                            className="chip"
                                            aria-pressed={statuses.has(status)}
                                            title={STATUS_WORDS[status].meaning}
                                            onClick={() => toggleStatus(status)}
                                        >
                                            <span className={`dot ${status.toLowerCase()}`} aria-hidden="true" />
                                            {STATUS_WORDS[status].label}{" "}
                                            <span className="tabular faint">{counts[status].toLocaleString("en")}</span>
                                        </button>
                                    ),
                                )}
                            </div>
                        </div>
                        <OperatorTable operators={shown} selected={selected} loading={!loaded} />
                        {loaded && shown.length === 0 ? (
                            <p className="nothing-matches">
                                No operator matches this filter.{" "}
                                <button
                                    type="button"
                                    className="link"
                                    onClick={() => {
                                        setText("");
                                        setStatusText("");
                                    }}
                                >
                                    Clear the filter
                                </button>
                            </p>
                        ) : null}
                    </>
                ) : (
                    <EmptyState
                        icon={<OperatorsIcon size={28} />}
                        title="No operators yet"
                        action={
                            <button type="button" className="button primary" onClick={() => setAdding("1")}>
                                <PlusIcon /> Add operator
                            </button>
                        }
                    >
                        <p>
                            An operator is a small agent on a host. It dials out to this control plane, and runs only
                            what a person has approved. Add one, run its install line on the host, and it appears here
                            by itself.
                        </p>
                    </EmptyState>
                )}
            </div>
            {operator ? (
                <OperatorDetail
                    key={operator.id}
                    operator={operator}
                    onClose={() => setQueryParameter("operator", "")}
                />
            ) : null}
            {adding ? <AddOperator onClose={() => setAdding("")} /> : null}
        </div>
    );
}

const AT_ONCE = 1_000;

function BindAll({ operators }: { operators: readonly Operator[] }) {
    const [busy, setBusy] = useState(false);
    const free = operators.filter((operator) => operator.status === "ACTIVE" && operator.boundSession === null);
    if (free.length < 2 && !busy) return null;
    async function bindAll() {
        setBusy(true);
        try {
            const why: string[] = [];
            for (let from = 0; from < free.length; from += AT_ONCE) {
                const { refused } = await client.bindAll(free.slice(from, from + AT_ONCE).map(({ id }) => id));
                why.push(...refused.map(({ detail }) => detail));
            }
            if (why.length === 0) toast(`${plural(free.length, "operator")} bound`, "good");
            else toast(`${why.length} of ${free.length} could not be bound: ${why[0]}`, "bad");
        } catch (failure) {
            toast(asProblem(failure).message, "bad");
        }
        setBusy(false);
    }
    return (
        <button type="button" className="button" onClick={() => void bindAll()} disabled={busy}>
            {busy ? "Binding…" : `Bind ${free.length.toLocaleString("en")} active`}
        </button>
    );
}

function parseStatuses(text: string): ReadonlySet<OperatorStatus> {
    return new Set(OPERATOR_STATUSES.filter((status) => text.split(",").includes(status)));
}
