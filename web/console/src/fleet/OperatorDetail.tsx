import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { client, fleet } from "../app/console.ts";
import type { NewKey, Operator } from "../api/contract.ts";
import { Link } from "../router/Link.tsx";
import { navigate } from "../router/location.ts";
import { Age } from "../ui/Age.tsx";
import { bytes } from "../ui/amount.ts";
import { toast } from "../ui/announce.ts";
import { CopyButton } from "../ui/CopyButton.tsx";
import { Confirm, Dialog } from "../ui/Dialog.tsx";
import { CloseIcon, HistoryIcon, KeyIcon, StopIcon, TerminalIcon, WarnIcon } from "../ui/icons.tsx";
import { ProblemNote } from "../ui/ProblemNote.tsx";
import { duration } from "../ui/time.ts";
import { BindButton } from "./BindButton.tsx";
import { gaps, levels } from "./confinement.ts";
import { NewKeyPanel } from "./NewKeyPanel.tsx";
import { OperatorLabels } from "./OperatorLabels.tsx";
import { Heartbeat, StatusBadge } from "./StatusBadge.tsx";
import { STATUS_WORDS } from "./status.ts";

const KEEPER = {
    host: "kept on the host; only exit codes, sizes and hashes leave it",
    "control-plane": "kept here, scrubbed: the host keeps no output and no versions of files",
};

type Asking = "stop" | "refresh" | "revoke";

/** Everything known of one operator, and what can be done with it. */
export function OperatorDetail({ operator, onClose }: { operator: Operator; onClose: () => void }) {
    const [asking, setAsking] = useState<Asking | null>(null);
    const [issued, setIssued] = useState<NewKey | null>(null);
    const heading = useRef<HTMLHeadingElement>(null);
    useEffect(() => heading.current?.focus({ preventScroll: true }), []);
    return (
        <aside
            className="detail"
            aria-label={`Operator ${operator.name}`}
            onKeyDown={(event) => {
                if (event.key === "Escape" && !asking && !issued) onClose();
            }}
        >
            <header className="detail-header">
                <div>
                    <h2 ref={heading} tabIndex={-1}>
                        {operator.name}
                    </h2>
                    <p className="detail-status">
                        <StatusBadge operator={operator} /> <Heartbeat operator={operator} />
                    </p>
                </div>
                <button type="button" className="button quiet square" aria-label="Close details" onClick={onClose}>
                    <CloseIcon />
                </button>
            </header>
            <div className="detail-actions">
                <BindButton operator={operator} />
                {operator.boundToMe ? (
                    <button
                        type="button"
                        className="button small"
                        onClick={() => navigate(`/terminal?on=${operator.id}`)}
                    >
                        <TerminalIcon size={14} /> Run a command
                    </button>
                ) : null}
                <Link to={`/audit?operator=${operator.id}`} className="button small">
                    <HistoryIcon size={14} /> What it ran
                </Link>
                {operator.connected ? (
                    <button type="button" className="button small" onClick={() => setAsking("stop")}>
                        <StopIcon size={14} /> Stop
                    </button>
                ) : null}
            </div>
            <p className="faint detail-meaning">{STATUS_WORDS[operator.status].meaning}</p>
            {operator.alarms.map((alarm) => (
                <div className="note bad" key={alarm.code + alarm.at}>
                    <WarnIcon />
                    <div>
                        <p className="note-title">{alarm.message}</p>
                        <p className="faint small">
                            {alarm.code} · <Age time={alarm.at} />
                        </p>
                    </div>
                </div>
            ))}
            <OperatorLabels key={operator.id} operator={operator} />
            <Facts operator={operator} />
            <section>
                <h3>API key</h3>
                <p className="faint">
                    {operator.keyActive
                        ? "Active. Tied to the first host that used it."
                        : "Revoked or not active: this operator cannot connect until it gets a new key."}
                </p>
                <div className="detail-actions">
                    <button type="button" className="button small" onClick={() => setAsking("refresh")}>
                        <KeyIcon size={14} /> New key
                    </button>
                    {operator.keyActive ? (
                        <button type="button" className="button small danger-quiet" onClick={() => setAsking("revoke")}>
                            Revoke key
                        </button>
                    ) : null}
                </div>
            </section>
            {asking ? (
                <Ask asking={asking} operator={operator} onClose={() => setAsking(null)} onIssued={setIssued} />
            ) : null}
            {issued ? (
                <Dialog title={`New key for ${operator.name}`} onClose={() => setIssued(null)} wide>
                    <NewKeyPanel issued={issued} />
                </Dialog>
            ) : null}
        </aside>
    );
}

interface AskProps {
    asking: Asking;
    operator: Operator;
    onClose: () => void;
    onIssued: (issued: NewKey) => void;
}

const QUESTIONS: Record<Asking, { title: string; action: string; text: string }> = {
    stop: {
        title: "Stop this operator?",
        action: "Stop operator",
        text: "Commands running on the host are ended and the operator shuts down. To have it back, somebody must start it on the host.",
    },
    refresh: {
        title: "Issue a new key?",
        action: "Issue new key",
        text: "The key in use and its certificate die at once, a running operator is cut off, and the slot waits for an operator with the new key.",
    },
    revoke: {
        title: "Revoke the key?",
        action: "Revoke key",
        text: "The key and its certificate die at once and a running operator is cut off. The slot stays, and can be given a new key later.",
    },
};

function Ask({ asking, operator, onClose, onIssued }: AskProps) {
    const { title, action, text } = QUESTIONS[asking];
    const act = useMutation({
        mutationFn: async () => {
            switch (asking) {
                case "stop":
                    return { changed: await client.stop(operator.id), issued: null };
                case "revoke":
                    return { changed: await client.revokeKey(operator.id), issued: null };
                case "refresh": {
                    const issued = await client.refreshKey(operator.id);
                    return { changed: issued.operator, issued };
                }
            }
        },
        onSuccess: ({ changed, issued }) => {
            fleet.applyNow(changed);
            onClose();
            if (issued) onIssued(issued);
            else
                toast(
                    asking === "stop" ? `${operator.name} is stopping` : `The key of ${operator.name} is revoked`,
                    "good",
                );
        },
    });
    return (
        <Confirm title={title} action={action} busy={act.isPending} onConfirm={() => act.mutate()} onClose={onClose}>
            <p>
                <strong>{operator.name}</strong>
                {operator.host ? ` on ${operator.host.hostname}` : ""}
            </p>
            <p>{text}</p>
            {act.error ? <ProblemNote problem={act.error} /> : null}
        </Confirm>
    );
}

function Facts({ operator }: { operator: Operator }) {
    const { host, metrics } = operator;
    return (
        <>
            {metrics ? (
                <section>
                    <h3>Now</h3>
                    <dl className="facts">
                        <Fact name="CPU">
                            {Math.round(metrics.cpuPercent)}% · load {metrics.load1.toFixed(2)}
                        </Fact>
                        <Fact name="Memory">
                            {bytes(metrics.memoryUsedMb * 1_000_000)} of {bytes(metrics.memoryTotalMb * 1_000_000)}
                        </Fact>
                        <Fact name="Disk">
                            {metrics.diskUsedGb.toFixed(1)} of {metrics.diskTotalGb.toFixed(1)} GB
                        </Fact>
                        <Fact name="Up for">{duration(metrics.uptimeSeconds * 1_000)}</Fact>
                        <Fact name="Latency">{metrics.latencyMs < 1 ? "< 1 ms" : duration(metrics.latencyMs)}</Fact>
                        <Fact name="Measured">
                            <Age time={metrics.at} />
                        </Fact>
                    </dl>
                </section>
            ) : null}
            {host ? (
                <section>
                    <h3>Host</h3>
                    <dl className="facts">
                        <Fact name="Host name">{host.hostname}</Fact>
                        <Fact name="System">{host.distro}</Fact>
                        <Fact name="Kernel">
                            {host.os} {host.kernel} · {host.arch}
                        </Fact>
                        <Fact name="Size">
                            {host.cpuCount} CPUs · {bytes(host.memoryMb * 1_000_000)}
                        </Fact>
                        <Fact name="Address">{host.internalIp}</Fact>
                        <Fact name="Runs as">
                            {host.user} ({host.uid}){host.uid === 0 ? " · root" : ""}
                        </Fact>
                        <Fact name="Folder">
                            <code>{host.pwd}</code>
                        </Fact>
                        <Fact name="Init">
                            {host.initSystem}
                            {host.container ? " · in a container" : ""}
                        </Fact>
                        <Fact name="Time zone">{host.timezone}</Fact>
                        <Fact name="Agent">{host.agentVersion}</Fact>
                        <Fact name="Records">{KEEPER[host.records]}</Fact>
                        <Fact name="Confinement">{levels(host.confinement)}</Fact>
                    </dl>
                    {gaps(host.confinement).map((gap) => (
                        <div className="note" key={gap}>
                            <WarnIcon />
                            <p>{gap}</p>
                        </div>
                    ))}
                </section>
            ) : null}
            <section>
                <h3>Slot</h3>
                <dl className="facts">
                    <Fact name="Id">
                        <code className="break">{operator.id}</code> <CopyButton text={operator.id} label="Copy id" />
                    </Fact>
                    <Fact name="Index">{operator.index}</Fact>
                    <Fact name="Kind">{operator.kind}</Fact>
                    <Fact name="Session">{operator.boundToMe ? "yours" : (operator.boundSession ?? "none")}</Fact>
                    <Fact name="Created">
                        <Age time={operator.createdAt} />
                    </Fact>
                    <Fact name="Enrolled">{operator.enrolledAt ? <Age time={operator.enrolledAt} /> : "not yet"}</Fact>
                </dl>
            </section>
        </>
    );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
    return (
        <div>
            <dt>{name}</dt>
            <dd>{children}</dd>
        </div>
    );
}
