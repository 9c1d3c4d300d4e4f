import type { Explanation } from "../api/contract.ts";
import { CONFINED } from "../approval/approval.ts";
import { RiskBadge } from "../approval/RiskBadge.tsx";
import { exact } from "../output/visible.ts";
import { Advice } from "../ui/Advice.tsx";
import { CloseIcon } from "../ui/icons.tsx";

const VERDICTS: Record<Explanation["verdict"], { words: string; tone: string }> = {
    allow: { words: "Would run at once", tone: "good" },
    ask: { words: "Would ask first", tone: "warn" },
    deny: { words: "Would be denied", tone: "bad" },
};

/** What would become of a command: verdict, risk, effects, confinement and the reasons. */
export function Explained({ explanation, onClose }: { explanation: Explanation; onClose: () => void }) {
    const { verdict, risk, effects, profile, reasons } = explanation;
    const { words, tone } = VERDICTS[verdict];
    return (
        <section className="explained" aria-label="Explanation" aria-live="polite">
            <header>
                <span className={`status ${tone}`}>
                    <span className="dot" aria-hidden="true" />
                    {words}
                </span>
                {verdict === "ask" && risk ? <RiskBadge risk={risk} /> : null}
                <code className="ellipsis">{exact(explanation.command)}</code>
                <button
                    type="button"
                    className="button quiet square small"
                    aria-label="Close the explanation"
                    title="Close"
                    onClick={onClose}
                >
                    <CloseIcon size={14} />
                </button>
            </header>
            <ul>
                {effects.map((effect) => (
                    <li key={effect}>{exact(effect)}</li>
                ))}
                {reasons.map((reason) => (
                    <li key={reason} className="faint">
                        <Advice text={exact(reason)} />
                    </li>
                ))}
                {profile ? <li className="faint">{CONFINED[profile].words}</li> : null}
            </ul>
        </section>
    );
}
