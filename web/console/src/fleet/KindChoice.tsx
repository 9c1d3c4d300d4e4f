import type { OperatorKind } from "../api/contract.ts";

const KINDS: { kind: OperatorKind; label: string; text: string }[] = [
    {
        kind: "solo",
        label: "Solo",
        text: "For one host: a workstation or a server. Cloud command lines are denied there.",
    },
    { kind: "cloud", label: "Cloud", text: "For a cloud account: may use the provider's command line, within policy." },
];

export function KindChoice({ kind, onChange }: { kind: OperatorKind; onChange: (kind: OperatorKind) => void }) {
    return (
        <fieldset className="field">
            <legend>Kind</legend>
            <div className="choices">
                {KINDS.map((each) => (
                    <label key={each.kind} className="choice">
                        <input
                            type="radio"
                            name="kind"
                            checked={kind === each.kind}
                            onChange={() => onChange(each.kind)}
                        />
                        <span>
                            <strong>{each.label}</strong>
                            <span className="faint">{each.text}</span>
                        </span>
                    </label>
                ))}
            </div>
        </fieldset>
    );
}
