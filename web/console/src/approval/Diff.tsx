import { useId, useMemo, useState } from "react";
import { exact } from "../output/visible.ts";
import { plural } from "../ui/amount.ts";
import { type DiffLine, parseDiff } from "./diff.ts";

const LINES_AT_FIRST = 200;
const SIGNS: Record<DiffLine["kind"], string> = { added: "+", removed: "−", same: "", hunk: "" };
const SPOKEN: Record<DiffLine["kind"], string> = { added: "added", removed: "removed", same: "unchanged", hunk: "" };

/** What an action would change in a file, line by line. */
export function Diff({ text }: { text: string }) {
    const { lines, added, removed } = useMemo(() => parseDiff(text), [text]);
    const [all, setAll] = useState(false);
    const titleId = useId();
    const shown = all ? lines : lines.slice(0, LINES_AT_FIRST);
    return (
        <div className="diff">
            <h2 id={titleId} className="diff-title">
                Changes to the file
                <span className="diff-added">
                    <span aria-hidden="true">+{added}</span>
                    <span className="sr-only">{plural(added, "line")} added</span>
                </span>
                <span className="diff-removed">
                    <span aria-hidden="true">−{removed}</span>
                    <span className="sr-only">{plural(removed, "line")} removed</span>
                </span>
            </h2>
            <div className="diff-scroller" role="region" tabIndex={0} aria-labelledby={titleId}>
                <table>
                    <thead className="sr-only">
                        <tr>
                            <th scope="col">Line before</th>
                            <th scope="col">Line after</th>
                            <th scope="col">Change</th>
                            <th scope="col">Text</th>
                        </tr>
                    </thead>
                    <tbody>
                        {shown.map((line, place) => (
                            <Line key={place} line={line} />
                        ))}
                    </tbody>
                </table>
            </div>
            {shown.length < lines.length ? (
                <button type="button" className="link" onClick={() => setAll(true)}>
                    Show all {plural(lines.length, "line")}
                </button>
            ) : null}
        </div>
    );
}

function Line({ line: { kind, text, before, after } }: { line: DiffLine }) {
    if (kind === "hunk") {
        return (
            <tr className="hunk">
                <td colSpan={4}>{exact(text)}</td>
            </tr>
        );
    }
    const Text = kind === "added" ? "ins" : kind === "removed" ? "del" : "span";
    return (
        <tr className={kind}>
            <td className="number">{before}</td>
            <td className="number">{after}</td>
            <td className="sign">
                <span aria-hidden="true">{SIGNS[kind]}</span>
                <span className="sr-only">{SPOKEN[kind]}</span>
            </td>
            <td className="text">
                <Text>{exact(text)}</Text>
            </td>
        </tr>
    );
}
