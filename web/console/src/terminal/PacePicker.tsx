import { STRATEGIES } from "../api/contract.ts";
import { heldMinutes, LIMITS_OF, objection, type Pace, STRATEGY_WORDS } from "./pace.ts";

interface PacePickerProps {
    pace: Pace;
    onChange: (pace: Pace) => void;
}

/** In which order several hosts are reached, and when it is enough. */
export function PacePicker({ pace, onChange }: PacePickerProps) {
    const used = LIMITS_OF[pace.strategy];
    const wrong = objection(pace);
    return (
        <>
            <div className="segments" role="group" aria-label="Strategy">
                {STRATEGIES.map((each) => (
                    <button
                        key={each}
                        type="button"
                        aria-pressed={each === pace.strategy}
                        title={STRATEGY_WORDS[each].meaning}
                        onClick={() => onChange({ ...pace, strategy: each })}
                    >
                        {STRATEGY_WORDS[each].label}
                    </button>
                ))}
            </div>
            {used.canary ? (
                <Amount
                    label="Canary"
                    hint={pace.strategy === "canary" ? "1" : "none"}
                    value={pace.canary}
                    onChange={(canary) => onChange({ ...pace, canary })}
                />
            ) : null}
            {used.atOnce ? (
                <Amount
                    label={pace.strategy === "rolling" ? "Wave of" : "At once"}
                    hint={pace.strategy === "rolling" ? "10%" : "all"}
                    value={pace.atOnce}
                    onChange={(atOnce) => onChange({ ...pace, atOnce })}
                />
            ) : null}
            <Amount
                label="May fail"
                hint={pace.strategy === "parallel" ? "all" : "0"}
                value={pace.failures}
                onChange={(failures) => onChange({ ...pace, failures })}
            />
            <Amount
                label="Wait for absent (min)"
                hint={`${heldMinutes(pace)}`}
                value={pace.awayMinutes}
                onChange={(awayMinutes) => onChange({ ...pace, awayMinutes })}
            />
            {used.waves ? (
                <>
                    <Amount
                        label="Pause (s)"
                        hint="0"
                        value={pace.pauseSeconds}
                        onChange={(pauseSeconds) => onChange({ ...pace, pauseSeconds })}
                    />
                    <Amount
                        label="Within (h)"
                        hint="1"
                        value={pace.hours}
                        onChange={(hours) => onChange({ ...pace, hours })}
                    />
                    <label className="check">
                        <input
                            type="checkbox"
                            checked={pace.askEachWave}
                            onChange={(event) => onChange({ ...pace, askEachWave: event.target.checked })}
                        />{" "}
                        Ask after each wave
                    </label>
                </>
            ) : null}
            {wrong ? (
                <span className="status bad" role="alert">
                    {wrong}
                </span>
            ) : null}
        </>
    );
}

interface AmountProps {
    label: string;
    /** What holds when nothing is typed. */
    hint: string;
    value: string;
    onChange: (value: string) => void;
}

function Amount({ label, hint, value, onChange }: AmountProps) {
    return (
        <label className="amount">
            {label}{" "}
            <input
                type="text"
                inputMode="numeric"
                size={5}
                maxLength={8}
                value={value}
                placeholder={hint}
                onChange={(event) => onChange(event.target.value)}
            />
        </label>
    );
}
