import type { Operator } from "../api/contract.ts";
import { Age } from "../ui/Age.tsx";
import { STATUS_WORDS } from "./status.ts";

/** An operator's status in words and colour. */
export function StatusBadge({ operator }: { operator: Operator }) {
    const { label, tone, meaning } = STATUS_WORDS[operator.status];
    return (
        <span className={`status ${tone}`} title={meaning}>
            <span className={`dot ${operator.status.toLowerCase()}`} aria-hidden="true" />
            {label}
        </span>
    );
}

export function Heartbeat({ operator }: { operator: Operator }) {
    if (!operator.lastHeartbeatAt) return <span className="faint">never seen</span>;
    return (
        <span className="faint">
            <span className="sr-only">last heartbeat </span>
            <Age time={operator.lastHeartbeatAt} />
        </span>
    );
}
