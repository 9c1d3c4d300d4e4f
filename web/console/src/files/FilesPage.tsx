import { type FormEvent, useId, useState } from "react";
import { useFleet } from "../fleet/useFleet.ts";
import { Link } from "../router/Link.tsx";
import { useQueryParameter } from "../router/location.ts";
import { bindable, hostName } from "../terminal/targets.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { FilesIcon } from "../ui/icons.tsx";
import { Reading } from "./Reading.tsx";
import { VersionList } from "./VersionList.tsx";
import { parseVersions } from "./versions.ts";

/** The versions of one file of one host, which that host keeps and tells on request. */
export function FilesPage() {
    const { operators, loaded } = useFleet();
    const bound = bindable(operators);
    const [on, setOn] = useQueryParameter("operator");
    const [path, setPath] = useQueryParameter("path");
    const [typed, setTyped] = useState(path);
    const [asked, setAsked] = useState(0);
    const ids = { host: useId(), path: useId() };
    const operator = bound.find((each) => each.id === on) ?? bound[0];
    function ask(event: FormEvent) {
        event.preventDefault();
        if (operator) setOn(operator.id);
        setPath(typed.trim());
        setAsked(asked + 1);
    }
    return (
        <div className="page files">
            <header className="page-header">
                <h1>File versions</h1>
            </header>
            {loaded && bound.length === 0 ? (
                <EmptyState icon={<FilesIcon size={28} />} title="Bind an operator first">
                    <p>
                        A file's versions lie on its host. Bind that operator to you on the{" "}
                        <Link to="/">operators' page</Link>.
                    </p>
                </EmptyState>
            ) : (
                <form className="files-form" onSubmit={ask}>
                    <div className="field">
                        <label htmlFor={ids.host}>Host</label>
                        <select
                            id={ids.host}
                            value={operator?.id ?? ""}
                            onChange={(event) => setOn(event.target.value)}
                        >
                            {bound.map((each) => (
                                <option key={each.id} value={each.id}>
                                    {each.name} ({hostName(each)})
                                </option>
                            ))}
                        </select>
                    </div>
                    <div className="field grow">
                        <label htmlFor={ids.path}>File</label>
                        <input
                            id={ids.path}
                            type="text"
                            className="mono"
                            placeholder="/etc/app/app.conf"
                            spellCheck={false}
                            autoComplete="off"
                            required
                            pattern="/.*"
                            title="An absolute path"
                            value={typed}
                            onChange={(event) => setTyped(event.target.value)}
                        />
                    </div>
                    <button type="submit" className="button primary" disabled={!operator}>
                        Show versions
                    </button>
                </form>
            )}
            {operator && path && asked > 0 ? (
                <Reading
                    key={asked}
                    operatorId={operator.id}
                    action={{ type: "file-history", path }}
                    label="Asking the host for its versions"
                >
                    {(told) => {
                        const versions = parseVersions(new TextDecoder().decode(told ?? new Uint8Array()));
                        return versions.length > 0 ? (
                            <VersionList operatorId={operator.id} path={path} versions={versions} />
                        ) : (
                            <p className="faint">
                                {operator.name} keeps no version of this file: it keeps those that were changed through
                                DropOps.
                            </p>
                        );
                    }}
                </Reading>
            ) : null}
        </div>
    );
}
