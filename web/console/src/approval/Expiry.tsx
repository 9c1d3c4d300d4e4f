import type { Approval } from "../api/contract.ts";
import { Countdown } from "../ui/Age.tsx";
import { useNow } from "../ui/ticker.ts";

/** Below this the countdown asks for attention. */
const SOON_MS = 60_000;

/** The time left to decide, counted down. */
export function Expiry({ approval: { requestedAt, expiresAt } }: { approval: Approval }) {
    const left = Date.parse(expiresAt) - useNow();
    if (left <= 0) return <span className="expiry faint">Propose it again to run it</span>;
    return (
        <span className={left < SOON_MS ? "expiry soon" : "expiry"}>
            <span role="timer">
                expires in <Countdown until={expiresAt} />
            </span>
            <progress aria-hidden="true" max={Date.parse(expiresAt) - Date.parse(requestedAt)} value={left} />
        </span>
    );
}
