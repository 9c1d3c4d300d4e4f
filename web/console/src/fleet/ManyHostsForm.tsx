import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";
import type { NewToken, OperatorKind } from "../api/contract.ts";
import { client } from "../app/console.ts";
import { ProblemNote } from "../ui/ProblemNote.tsx";
import { deviceLinksChanged } from "./deviceLinks.ts";
import { KindChoice } from "./KindChoice.tsx";
import { type Labels, parseLabels } from "./labels.ts";

const MOST = 10_000;
const ENDS = [
    { seconds: 3_600, text: "in 1 hour" },
    { seconds: 86_400, text: "in 24 hours" },
    { seconds: 604_800, text: "in 7 days" },
];

/** Makes a token by which many hosts become operators. */
export function ManyHostsForm({ onIssued, onClose }: { onIssued: (issued: NewToken) => void; onClose: () => void }) {
    const [uses, setUses] = useState("100");
    const [seconds, setSeconds] = useState(86_400);
    const [name, setName] = useState("{host}");
    const [labels, setLabels] = useState("");
    const [kind, setKind] = useState<OperatorKind>("solo");
    const id = useId();
    const parsed = parseLabels(labels);
    const problem = "problem" in parsed ? parsed.problem : "";
    const count = Number(uses);
    const counts = Number.isInteger(count) && count >= 1 && count <= MOST;
    const add = useMutation({
        mutationFn: (all: Labels) =>
            client.addDeviceLink({
                name: name.trim(),
                kind,
                labels: all,
                uses: count,
                expiresInSeconds: seconds,
            }),
        onSuccess: (issued) => {
            deviceLinksChanged();
            onIssued(issued);
        },
    });
    return (
        <form
            className="form"
            onSubmit={(event) => {
                event.preventDefault();
                if ("labels" in parsed) add.mutate(parsed.labels);
            }}
        >
            <div className="field">
                <label htmlFor={`${id}-uses`}>Hosts</label>
                <input
                    id={`${id}-uses`}
                    type="number"
                    min={1}
                    max={MOST}
                    value={uses}
                    onChange={(event) => setUses(event.target.value)}
                    required
                />
            </div>
            <div className="field">
                <label htmlFor={`${id}-ends`}>Token ends</label>
                <select id={`${id}-ends`} value={seconds} onChange={(event) => setSeconds(Number(event.target.value))}>
                    {ENDS.map((each) => (
                        <option key={each.seconds} value={each.seconds}>
                            {each.text}
                        </option>
                    ))}
                </select>
            </div>
            <div className="field">
                <label htmlFor={`${id}-name`}>Names</label>
                <input
                    id={`${id}-name`}
                    type="text"
                    className="mono"
                    value={name}
                    onChange={(event) => setName(event.target.value)}
                    autoComplete="off"
                    spellCheck={false}
                    required
                />
                <p className="faint small">
                    {"{host}"} is what a host calls itself, {"{n}"} counts them: web-{"{n}"}
                </p>
            </div>
            <div className="field">
                <label htmlFor={`${id}-labels`}>Labels</label>
                <input
                    id={`${id}-labels`}
                    type="text"
                    className="mono"
                    placeholder="role=web zone=eu-1"
                    aria-invalid={problem !== ""}
                    value={labels}
                    onChange={(event) => setLabels(event.target.value)}
                    autoComplete="off"
                    spellCheck={false}
                />
                <p className="faint small" role="status">
                    {problem || "every host gets them; targets can ask for them"}
                </p>
            </div>
            <KindChoice kind={kind} onChange={setKind} />
            {add.error ? <ProblemNote problem={add.error} /> : null}
            <footer className="dialog-footer">
                <button type="button" className="button" onClick={onClose}>
                    Cancel
                </button>
                <button
                    type="submit"
                    className="button primary"
                    disabled={add.isPending || problem !== "" || !counts || name.trim() === ""}
                >
                    Create token
                </button>
            </footer>
        </form>
    );
}
