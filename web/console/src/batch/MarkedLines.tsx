import type { Compared, DifferingLine } from "../api/contract.ts";
import { exact } from "../output/visible.ts";

const SIGNS: Record<DifferingLine["kind"], string> = { ADDED: "+", REMOVED: "−", SAME: "", LEFT_OUT: "" };
const SPOKEN: Record<DifferingLine["kind"], string> = {
    ADDED: "only here",
    REMOVED: "only in the usual output",
    SAME: "",
    LEFT_OUT: "",
};

/** The lines of one stream that differ from the usual output, with a few around them. */
export function MarkedLines({ compared, label }: { compared: Compared; label: string }) {
    return (
        <div className="diff marked-lines" role="region" tabIndex={0} aria-label={label}>
            <table>
                <tbody>
                    {compared.lines.map(({ kind, text }, place) =>
                        kind === "LEFT_OUT" ? (
                            <tr key={place} className="hunk">
                                <td colSpan={2}>{text}</td>
                            </tr>
                        ) : (
                            <tr key={place} className={kind.toLowerCase()}>
                                <td className="sign">
                                    <span aria-hidden="true">{SIGNS[kind]}</span>
                                    <span className="sr-only">{SPOKEN[kind]}</span>
                                </td>
                                <td className="text">
                                    <Text kind={kind} text={exact(text)} />
                                </td>
                            </tr>
                        ),
                    )}
                </tbody>
            </table>
        </div>
    );
}

function Text({ kind, text }: DifferingLine) {
    if (kind === "ADDED") return <ins>{text}</ins>;
    if (kind === "REMOVED") return <del>{text}</del>;
    return text;
}
