import { useId, useState } from "react";
import { Diff } from "../approval/Diff.tsx";
import { exact } from "../output/visible.ts";
import { Age } from "../ui/Age.tsx";
import { bytes, plural } from "../ui/amount.ts";
import { Reading } from "./Reading.tsx";
import { Restoring } from "./Restoring.tsx";
import { compare, short, type Version } from "./versions.ts";

/** The file as it is. */
const NOW = "";

interface VersionListProps {
    operatorId: string;
    path: string;
    versions: readonly Version[];
}

type Doing =
    | { kind: "compare"; from: string; to: string; attempt: number }
    | { kind: "restore"; version: Version; attempt: number };

/** Every version of a file, what is different between two of them, and the way back. */
export function VersionList({ operatorId, path, versions }: VersionListProps) {
    const [doing, setDoing] = useState<Doing | null>(null);
    const [from, setFrom] = useState(versions.at(-1)?.version ?? NOW);
    const [to, setTo] = useState(NOW);
    const attempt = (doing?.attempt ?? 0) + 1;
    return (
        <>
            <div className="files-scroll" tabIndex={0} role="region" aria-label="Versions">
                <table className="files-list">
                    <caption className="sr-only">{plural(versions.length, "version")}, the newest first</caption>
                    <thead>
                        <tr>
                            <th scope="col">When</th>
                            <th scope="col">Version</th>
                            <th scope="col">Size</th>
                            <th scope="col">What was done</th>
                            <th scope="col">
                                <span className="sr-only">Actions</span>
                            </th>
                        </tr>
                    </thead>
                    <tbody>
                        {versions.map((each) => (
                            <tr key={each.version}>
                                <td className="faint">
                                    <Age time={each.at} />
                                </td>
                                <td>
                                    <code title={each.version}>{short(each.version)}</code>
                                </td>
                                <td>{each.size === null ? "absent" : bytes(each.size)}</td>
                                <td className="files-said">{exact(each.said)}</td>
                                <td>
                                    <button
                                        type="button"
                                        className="button small"
                                        aria-label={`Restore version ${short(each.version)}`}
                                        onClick={() => setDoing({ kind: "restore", version: each, attempt })}
                                    >
                                        Restore
                                    </button>
                                </td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            </div>
            <form
                className="files-form"
                onSubmit={(event) => {
                    event.preventDefault();
                    setDoing({ kind: "compare", from, to, attempt });
                }}
            >
                <Choice label="From" value={from} onChange={setFrom} versions={versions} />
                <Choice label="To" value={to} onChange={setTo} versions={versions} />
                <button type="submit" className="button">
                    Compare
                </button>
            </form>
            {doing?.kind === "compare" ? (
                <Comparing key={doing.attempt} operatorId={operatorId} path={path} from={doing.from} to={doing.to} />
            ) : null}
            {doing?.kind === "restore" ? (
                <Restoring key={doing.attempt} operatorId={operatorId} path={path} version={doing.version} />
            ) : null}
        </>
    );
}

interface ChoiceProps {
    label: string;
    value: string;
    onChange: (version: string) => void;
    versions: readonly Version[];
}

function Choice({ label, value, onChange, versions }: ChoiceProps) {
    const id = useId();
    return (
        <div className="field">
            <label htmlFor={id}>{label}</label>
            <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
                <option value={NOW}>as it is now</option>
                {versions.map((each) => (
                    <option key={each.version} value={each.version}>
                        {short(each.version)} {exact(each.said)}
                    </option>
                ))}
            </select>
        </div>
    );
}

interface ComparingProps {
    operatorId: string;
    path: string;
    from: string;
    to: string;
}

function Comparing({ operatorId, path, from, to }: ComparingProps) {
    const read = (version: string) =>
        version === NOW ? ({ type: "read-file", path } as const) : ({ type: "read-file", path, version } as const);
    return (
        <Reading operatorId={operatorId} action={read(from)} label="Reading the first">
            {(before) => (
                <Reading operatorId={operatorId} action={read(to)} label="Reading the second">
                    {(after) => <Difference path={path} before={before} after={after} />}
                </Reading>
            )}
        </Reading>
    );
}

interface DifferenceProps {
    path: string;
    before: Uint8Array | null;
    after: Uint8Array | null;
}

function Difference({ path, before, after }: DifferenceProps) {
    const compared = compare(path, before, after);
    switch (compared.kind) {
        case "same":
            return <p role="status">The two are the same.</p>;
        case "binary":
            return (
                <p role="status">
                    They are different, and not text: {bytes(before?.length ?? 0)} and {bytes(after?.length ?? 0)}.
                </p>
            );
        case "text":
            return <Diff text={compared.diff} />;
    }
}
