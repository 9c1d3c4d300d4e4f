import type { Transmission, TransmissionTotals } from "../api/contract.ts";
import type { FeedState } from "../api/feed.ts";
import { inOneLine } from "../output/visible.ts";
import { useFleet } from "../fleet/useFleet.ts";
import { Link } from "../router/Link.tsx";
import { useQueryParameter } from "../router/location.ts";
import { Age } from "../ui/Age.tsx";
import { bytes, plural } from "../ui/amount.ts";
import { CopyButton } from "../ui/CopyButton.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { AuditIcon } from "../ui/icons.tsx";
import { ProblemNote } from "../ui/ProblemNote.tsx";
import { ended, operation, share } from "./transmissions.ts";
import { useTransmissions } from "./useTransmissions.ts";

const KINDS: Record<string, { label: string; what: string }> = {
    EXECUTION: { label: "Metadata", what: "that commands began, and signed receipts: exit codes, sizes, hashes" },
    OUTPUT: { label: "Output read", what: "scrubbed output, streamed to somebody who reads it" },
    RECORD: { label: "Handed over", what: "scrubbed output of hosts that keep none, kept in the control plane" },
    HEARTBEAT: { label: "Heartbeats", what: "that the host is well: load, memory, disk" },
    CONNECTION: { label: "Connections", what: "greetings and certificates" },
    FRAMING: { label: "Framing", what: "what carries the rest: TLS, WebSocket headers" },
};

/** The Live Transmission Monitor: what stays on the hosts, and what leaves them, while it happens. */
export function AuditPage() {
    const [on, setOn] = useQueryParameter("operator");
    const { operators } = useFleet();
    const { transmissions, totals, state, pages } = useTransmissions(on === "" ? null : on);
    return (
        <div className="page audit">
            <header className="page-header">
                <h1>Live Transmission Monitor</h1>
                <Live state={state} />
                <span className="spacer" />
                <select aria-label="Host" value={on} onChange={(event) => setOn(event.target.value)}>
                    <option value="">All hosts</option>
                    {operators.map((each) => (
                        <option key={each.id} value={each.id}>
                            {each.name}
                        </option>
                    ))}
                </select>
                <Link to="/settings">Your data</Link>
            </header>
            {pages.error ? <ProblemNote problem={pages.error} /> : null}
            {totals ? <Totals totals={totals} /> : null}
            {pages.data && transmissions.length === 0 ? (
                <EmptyState icon={<AuditIcon size={28} />} title="Nothing has run yet">
                    <p>
                        Run a command in the <Link to="/terminal">terminal</Link>: here one sees how many bytes it
                        printed, all of which stay on its host, and how many left it.
                    </p>
                </EmptyState>
            ) : null}
            {transmissions.length > 0 ? <List transmissions={transmissions} /> : null}
            {pages.hasNextPage ? (
                <button
                    type="button"
                    className="button"
                    disabled={pages.isFetchingNextPage}
                    onClick={() => void pages.fetchNextPage()}
                >
                    Show earlier ones
                </button>
            ) : null}
        </div>
    );
}

function Live({ state }: { state: FeedState }) {
    const live = state === "open" || state === "crowded";
    return (
        <span className={`audit-live ${live ? "on" : ""}`} role="status">
            {live ? "Live" : "Connecting …"}
        </span>
    );
}

function Totals({ totals }: { totals: TransmissionTotals }) {
    return (
        <>
            <dl className="audit-figures">
                <div>
                    <dt>Kept on hosts</dt>
                    <dd>{bytes(totals.keptBytes)}</dd>
                    <dd className="faint">what commands printed</dd>
                </div>
                <div>
                    <dt>Never left them</dt>
                    <dd className="good">{share(totals.keptShare)}</dd>
                    <dd className="faint">metadata and output read taken off</dd>
                </div>
                <div>
                    <dt>Left hosts</dt>
                    <dd>{bytes(totals.transmittedBytes)}</dd>
                    <dd className="faint">every byte on the wire</dd>
                </div>
            </dl>
            <table className="audit-kinds">
                <caption className="sr-only">What left the hosts, by what it was for</caption>
                <thead>
                    <tr>
                        <th scope="col">What left hosts</th>
                        <th scope="col">Bytes</th>
                        <th scope="col">Frames</th>
                        <th scope="col" className="faint">
                            What it is
                        </th>
                    </tr>
                </thead>
                <tbody>
                    {totals.kinds.map((kind) => (
                        <tr key={kind.kind}>
                            <th scope="row">{KINDS[kind.kind]?.label ?? kind.kind}</th>
                            <td>{bytes(kind.transmittedBytes)}</td>
                            <td>{kind.frames === 0 ? "–" : kind.frames.toLocaleString("en")}</td>
                            <td className="faint">{KINDS[kind.kind]?.what}</td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </>
    );
}

function List({ transmissions }: { transmissions: readonly Transmission[] }) {
    return (
        <div className="audit-scroll" tabIndex={0} role="region" aria-label="Operations">
            <table className="audit-list">
                <caption className="sr-only">{plural(transmissions.length, "operation")}, the newest first</caption>
                <thead>
                    <tr>
                        <th scope="col">When</th>
                        <th scope="col">Operation</th>
                        <th scope="col">Host</th>
                        <th scope="col">Ended</th>
                        <th scope="col">Stayed</th>
                        <th scope="col">Left: metadata</th>
                        <th scope="col">Left: output</th>
                        <th scope="col">Never left</th>
                        <th scope="col">SHA-256</th>
                    </tr>
                </thead>
                <tbody>
                    {transmissions.map((each) => (
                        <Row key={each.executionId} transmission={each} />
                    ))}
                </tbody>
            </table>
        </div>
    );
}

function Row({ transmission: one }: { transmission: Transmission }) {
    return (
        <tr>
            <td className="faint">
                <Age time={one.at} />
            </td>
            <td>
                <span className="faint">{operation(one.type)}</span>{" "}
                <Link to={`/batches/${one.batchId}`} className="row-link mono" title={one.command}>
                    {inOneLine(one.command)}
                </Link>
            </td>
            <td className="ellipsis">{one.name}</td>
            <td className={one.exitCode === 0 ? "good" : "faint"}>{ended(one)}</td>
            <td className="good">{bytes(one.keptBytes)}</td>
            <td>{bytes(one.metadataBytes)}</td>
            <td>{bytes(one.outputBytes)}</td>
            <td>{share(one.keptShare)}</td>
            <td>
                {one.stdoutSha256 ? (
                    <span className="audit-hash">
                        <code title={one.stdoutSha256}>{one.stdoutSha256.slice(0, 12)}</code>
                        <CopyButton text={one.stdoutSha256} label={`Copy the hash of ${one.name}'s output`} />
                    </span>
                ) : (
                    "–"
                )}
            </td>
        </tr>
    );
}
