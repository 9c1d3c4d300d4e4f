import { useEffect, useState, useSyncExternalStore } from "react";
import { client } from "../app/console.ts";
import { outputAddress } from "../api/client.ts";
import type { Execution } from "../api/contract.ts";
import type { BatchFeed } from "../batch/BatchFeed.ts";
import { hasOutput, isSettled } from "../batch/counts.ts";
import { bytes } from "../ui/amount.ts";
import { DownloadIcon } from "../ui/icons.tsx";
import { ProblemNote } from "../ui/ProblemNote.tsx";
import { HostOutput, type HostOutputState } from "./HostOutput.ts";
import { OutputView } from "./OutputView.tsx";
import type { Tail } from "./tail.ts";

interface OutputPanelProps {
    feed: BatchFeed;
    execution: Execution;
    label: string;
    tall?: boolean;
}

/** One execution's output wherever it is: coming live, kept in this page, or read from the host. */
export function OutputPanel({ feed, execution, label, tall = false }: OutputPanelProps) {
    const tail = feed.tail(execution.id);
    useSyncExternalStore(tail.subscribe, () => tail.version);
    const live = feed.followsLive(execution);
    const [host, retry] = useHostOutput(tail, execution, live);
    const settled = isSettled(execution.state);
    return (
        <div className="output-panel">
            {tail.truncated ? <Earlier execution={execution} /> : null}
            {tail.binary ? (
                <p className="output-note">
                    This looks like binary data; bytes that are not text are shown as symbols.
                </p>
            ) : null}
            {tail.length > 0 ? <OutputView tail={tail} label={label} tall={tall} /> : null}
            {tail.length === 0 && settled && !host.reading && !host.problem && !live ? (
                <p className="output-note">No output.</p>
            ) : null}
            {tail.length === 0 && (host.reading || (live && !settled)) && execution.state === "RUNNING" ? (
                <p className="output-note">
                    <span className="spinner" aria-hidden="true" /> Running, no output so far…
                </p>
            ) : null}
            {tail.length === 0 && host.reading && settled ? (
                <p className="output-note">
                    <span className="spinner" aria-hidden="true" /> Reading from the host…
                </p>
            ) : null}
            {host.problem ? (
                <ProblemNote problem={host.problem}>
                    <p>
                        <button type="button" className="button small" onClick={retry}>
                            Try again
                        </button>
                    </p>
                </ProblemNote>
            ) : null}
        </div>
    );
}

function Earlier({ execution }: { execution: Execution }) {
    return (
        <p className="output-note">
            Earlier output is on the host:
            <a
                href={outputAddress(execution.id, "stdout")}
                download={`${execution.hostname || execution.operatorId}-stdout.txt`}
            >
                <DownloadIcon size={13} /> stdout{execution.stdoutBytes > 0 ? ` (${bytes(execution.stdoutBytes)})` : ""}
            </a>
            {execution.stderrBytes > 0 ? (
                <a
                    href={outputAddress(execution.id, "stderr")}
                    download={`${execution.hostname || execution.operatorId}-stderr.txt`}
                >
                    <DownloadIcon size={13} /> stderr ({bytes(execution.stderrBytes)})
                </a>
            ) : null}
        </p>
    );
}

const IDLE: HostOutputState = { reading: false, problem: null };

/** Reads from the host what does not come live and is not here yet. */
function useHostOutput(tail: Tail, execution: Execution, live: boolean): [HostOutputState, () => void] {
    const [state, setState] = useState<HostOutputState>(IDLE);
    const [attempt, setAttempt] = useState(0);
    const has = hasOutput(execution.state);
    const settled = isSettled(execution.state);
    useEffect(() => {
        const complete =
            tail.offset("stdout") >= execution.stdoutBytes && tail.offset("stderr") >= execution.stderrBytes;
        if (live || !has || (execution.state === "FINISHED" && complete)) {
            setState(IDLE);
            return;
        }
        const output = new HostOutput(client, execution, tail, setState);
        return () => output.close();
        // The sizes rise with every frame while it runs; only a new phase starts another reading.
    }, [tail, execution.id, live, has, settled, attempt]);
    return [state, () => setAttempt((n) => n + 1)];
}
