interface MeterProps {
    label: string;
    percent: number | null;
    detail?: string;
}

/** A small level bar with its number beside it. */
export function Meter({ label, percent, detail }: MeterProps) {
    if (percent === null || !Number.isFinite(percent)) return <span className="faint">–</span>;
    const level = Math.min(100, Math.max(0, percent));
    const rounded = Math.round(level);
    const tone = level >= 92 ? "bad" : level >= 80 ? "warn" : "good";
    return (
        <span className="meter" title={detail ? `${label}: ${detail}` : `${label}: ${rounded}%`}>
            <meter className={tone} min={0} max={100} value={rounded} aria-label={label} />
            <span className="meter-value tabular">{rounded}%</span>
        </span>
    );
}
