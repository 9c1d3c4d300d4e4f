import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { exportAddress } from "../api/client.ts";
import type { Me } from "../api/contract.ts";
import { client } from "../app/console.ts";
import { DownloadIcon } from "../ui/icons.tsx";
import { plural } from "../ui/amount.ts";
import { ProblemNote } from "../ui/ProblemNote.tsx";

/** Everything that is kept of a workspace and its members: to take along, and to have erased. */
export function SettingsPage({ me }: { me: Me }) {
    return (
        <div className="page narrow">
            <header className="page-header">
                <h1>Your data</h1>
            </header>
            <section className="panel">
                <h2 className="section-title">Take it along</h2>
                <p className="prose">
                    Everything the control plane keeps of {me.workspace.name}, one JSON object a line: members,
                    operators, commands and approvals as they can be read, receipts and every event. What commands
                    printed is not in it: that lies on the hosts. Or only what names you.
                </p>
                <p className="files-form">
                    <a className="button" href={exportAddress(null)} download>
                        <DownloadIcon size={14} /> Everything
                    </a>
                    <a className="button" href={exportAddress(me.member.id)} download>
                        <DownloadIcon size={14} /> What names {me.member.name}
                    </a>
                </p>
            </section>
            <Deleting name={me.workspace.name} />
        </div>
    );
}

function Deleting({ name }: { name: string }) {
    const [typed, setTyped] = useState("");
    const field = useId();
    const deleting = useMutation({ mutationFn: () => client.deleteWorkspace(typed) });
    if (deleting.data) {
        return (
            <section className="panel" role="status">
                <h2 className="section-title">It is erased</h2>
                <p>
                    {plural(deleting.data.erasedRows, "row")} and the key they were sealed under are gone. The control
                    plane ends now; when it is started again, it begins anew.
                </p>
            </section>
        );
    }
    function erase(event: FormEvent) {
        event.preventDefault();
        deleting.mutate();
    }
    return (
        <section className="panel">
            <h2 className="section-title">Have it erased</h2>
            <p className="prose">
                Erases members, operators, commands, approvals, receipts, every event and the key they are sealed under,
                for good. Its operators are told to end; what they keep on their hosts stays there. The control plane
                ends.
            </p>
            {deleting.error ? <ProblemNote problem={deleting.error} /> : null}
            <form className="files-form" onSubmit={erase}>
                <div className="field">
                    <label htmlFor={field}>Type {name} to erase it</label>
                    <input
                        id={field}
                        type="text"
                        autoComplete="off"
                        spellCheck={false}
                        value={typed}
                        onChange={(event) => setTyped(event.target.value)}
                    />
                </div>
                <button type="submit" className="button danger" disabled={typed !== name || deleting.isPending}>
                    Erase {name}
                </button>
            </form>
        </section>
    );
}
