import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { Operator } from "../api/contract.ts";
import { client, fleet } from "../app/console.ts";
import { ProblemNote } from "../ui/ProblemNote.tsx";
import { type Labels, labelsText, parseLabels } from "./labels.ts";

/** An operator's labels, by which targets such as `role=web & !zone=eu-*` mean it. */
export function OperatorLabels({ operator }: { operator: Operator }) {
    const [editing, setEditing] = useState(false);
    const entries = Object.entries(operator.labels);
    if (editing) return <Editor operator={operator} onDone={() => setEditing(false)} />;
    return (
        <section>
            <h3>Labels</h3>
            {entries.length === 0 ? <p className="faint">None yet. Targets can ask for them: role=web</p> : null}
            <div className="detail-actions">
                {entries.map(([key, value]) => (
                    <code key={key}>
                        {key}={value}
                    </code>
                ))}
                <button type="button" className="button small" onClick={() => setEditing(true)}>
                    Edit labels
                </button>
            </div>
        </section>
    );
}

function Editor({ operator, onDone }: { operator: Operator; onDone: () => void }) {
    const [text, setText] = useState(labelsText(operator.labels));
    const parsed = parseLabels(text);
    const problem = "problem" in parsed ? parsed.problem : "";
    const save = useMutation({
        mutationFn: (labels: Labels) => client.label(operator.id, labels),
        onSuccess: (changed) => {
            fleet.applyNow(changed);
            onDone();
        },
    });
    const submit = (event: FormEvent) => {
        event.preventDefault();
        if ("labels" in parsed) save.mutate(parsed.labels);
    };
    return (
        <section>
            <h3>Labels</h3>
            <form className="labels-form" onSubmit={submit}>
                <input
                    type="text"
                    className="mono"
                    aria-label={`Labels of ${operator.name}`}
                    aria-invalid={problem !== ""}
                    placeholder="role=web zone=eu-1"
                    value={text}
                    onChange={(event) => setText(event.target.value)}
                    onKeyDown={(event) => {
                        if (event.key !== "Escape") return;
                        event.stopPropagation();
                        onDone();
                    }}
                    autoFocus
                />
                <p className={problem ? "labels-problem small" : "faint small"} role="status">
                    {problem || "key=value, separated by spaces"}
                </p>
                {save.error ? <ProblemNote problem={save.error} /> : null}
                <div className="detail-actions">
                    <button type="submit" className="button small primary" disabled={problem !== "" || save.isPending}>
                        Save
                    </button>
                    <button type="button" className="button small" onClick={onDone}>
                        Cancel
                    </button>
                </div>
            </form>
        </section>
    );
}
