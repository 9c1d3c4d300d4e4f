import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";
import { client, fleet } from "../app/console.ts";
import type { NewKey, OperatorKind } from "../api/contract.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { ProblemNote } from "../ui/ProblemNote.tsx";
import { NewKeyPanel } from "./NewKeyPanel.tsx";

const KINDS: { kind: OperatorKind; label: string; text: string }[] = [
    {
        kind: "solo",
        label: "Solo",
        text: "For one host: a workstation or a server. Cloud command lines are denied there.",
    },
    { kind: "cloud", label: "Cloud", text: "For a cloud account: may use the provider's command line, within policy." },
];

/** Makes a slot for an operator, and then waits with the person for it to fill. */
export function AddOperator({ onClose }: { onClose: () => void }) {
    const [issued, setIssued] = useState<NewKey | null>(null);
    if (issued) {
        return (
            <Dialog title={`Install ${issued.operator.name}`} onClose={onClose} wide>
                <NewKeyPanel issued={issued} />
                <footer className="dialog-footer">
                    <button type="button" className="button" onClick={onClose}>
                        Done
                    </button>
                </footer>
            </Dialog>
        );
    }
    return <NewOperatorForm onIssued={setIssued} onClose={onClose} />;
}

function NewOperatorForm({ onIssued, onClose }: { onIssued: (issued: NewKey) => void; onClose: () => void }) {
    const [name, setName] = useState("");
    const [kind, setKind] = useState<OperatorKind>("solo");
    const nameId = useId();
    const add = useMutation({
        mutationFn: () => client.addOperator(name.trim(), kind),
        onSuccess: (issued) => {
            fleet.applyNow(issued.operator);
            onIssued(issued);
        },
    });
    return (
        <Dialog title="Add operator" onClose={onClose}>
            <form
                className="form"
                onSubmit={(event) => {
                    event.preventDefault();
                    add.mutate();
                }}
            >
                <div className="field">
                    <label htmlFor={nameId}>Name</label>
                    <input
                        id={nameId}
                        type="text"
                        value={name}
                        onChange={(event) => setName(event.target.value)}
                        placeholder="web-1"
                        autoComplete="off"
                        spellCheck={false}
                        required
                        maxLength={64}
                        data-first
                    />
                </div>
                <fieldset className="field">
                    <legend>Kind</legend>
                    <div className="choices">
                        {KINDS.map((each) => (
                            <label key={each.kind} className="choice">
                                <input
                                    type="radio"
                                    name="kind"
                                    checked={kind === each.kind}
                                    onChange={() => setKind(each.kind)}
                                />
                                <span>
                                    <strong>{each.label}</strong>
                                    <span className="faint">{each.text}</span>
                                </span>
                            </label>
                        ))}
                    </div>
                </fieldset>
                {add.error ? <ProblemNote problem={add.error} /> : null}
                <footer className="dialog-footer">
                    <button type="button" className="button" onClick={onClose}>
                        Cancel
                    </button>
                    <button type="submit" className="button primary" disabled={add.isPending || name.trim() === ""}>
                        Create API key
                    </button>
                </footer>
            </form>
        </Dialog>
    );
}
