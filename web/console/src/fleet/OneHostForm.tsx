import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";
import type { NewKey, OperatorKind } from "../api/contract.ts";
import { client, fleet } from "../app/console.ts";
import { ProblemNote } from "../ui/ProblemNote.tsx";
import { KindChoice } from "./KindChoice.tsx";

/** Makes a slot for one operator. */
export function OneHostForm({ onIssued, onClose }: { onIssued: (issued: NewKey) => void; onClose: () => void }) {
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
            <KindChoice kind={kind} onChange={setKind} />
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
    );
}
