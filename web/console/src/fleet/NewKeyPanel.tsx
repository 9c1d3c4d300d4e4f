import type { NewKey } from "../api/contract.ts";
import { CopyButton } from "../ui/CopyButton.tsx";
import { CheckIcon } from "../ui/icons.tsx";
import { useFleet } from "./useFleet.ts";

/** A new key, shown this once, the line that installs the operator, and the wait for its first heartbeat. */
export function NewKeyPanel({ issued }: { issued: NewKey }) {
    return (
        <div className="new-key">
            <section>
                <h3>1. Run this on the host</h3>
                <div className="command-line">
                    <code>{issued.installCommand}</code>
                    <CopyButton text={issued.installCommand} label="Copy install line" />
                </div>
                <p className="faint">
                    It checks this control plane's key, installs the operator into the current folder and starts it. No
                    root needed.
                </p>
            </section>
            <section>
                <h3>API key</h3>
                <div className="command-line">
                    <code>{issued.apiKey}</code>
                    <CopyButton text={issued.apiKey} label="Copy API key" />
                </div>
                <p className="faint">Shown this once: only its hash is kept here. The install line already holds it.</p>
            </section>
            <section>
                <h3>2. Wait for it here</h3>
                <FirstHeartbeat issued={issued} />
            </section>
        </div>
    );
}

function FirstHeartbeat({ issued }: { issued: NewKey }) {
    const { operators } = useFleet();
    const now = operators.find((each) => each.id === issued.operator.id) ?? issued.operator;
    const fresh = now.lastHeartbeatAt !== null && now.lastHeartbeatAt !== issued.operator.lastHeartbeatAt;
    const arrived = fresh && (now.status === "ACTIVE" || now.status === "BOUND");
    return (
        <p className={arrived ? "first-heartbeat arrived" : "first-heartbeat"} role="status">
            {arrived ? (
                <>
                    <CheckIcon /> <strong>Active</strong>{" "}
                    {now.host ? `on ${now.host.hostname}, ${now.host.distro}` : ""}
                </>
            ) : (
                <>
                    <span className="spinner" aria-hidden="true" /> Waiting for the first heartbeat…
                </>
            )}
        </p>
    );
}
