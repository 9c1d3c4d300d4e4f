import { useState } from "react";
import type { NewKey, NewToken } from "../api/contract.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { DeviceLinkList } from "./DeviceLinkList.tsx";
import { ManyHostsForm } from "./ManyHostsForm.tsx";
import { NewKeyPanel } from "./NewKeyPanel.tsx";
import { NewTokenPanel } from "./NewTokenPanel.tsx";
import { OneHostForm } from "./OneHostForm.tsx";

/** Lets one host or many become operators, and then waits with the person for them to come. */
export function AddOperator({ onClose }: { onClose: () => void }) {
    const [key, setKey] = useState<NewKey | null>(null);
    const [token, setToken] = useState<NewToken | null>(null);
    const [many, setMany] = useState(false);
    if (key || token) {
        return (
            <Dialog
                title={key ? `Install ${key.operator.name}` : `Install ${token?.link.uses} operators`}
                onClose={onClose}
                wide
            >
                {key ? <NewKeyPanel issued={key} /> : null}
                {token ? <NewTokenPanel issued={token} /> : null}
                <footer className="dialog-footer">
                    <button type="button" className="button" onClick={onClose}>
                        Done
                    </button>
                </footer>
            </Dialog>
        );
    }
    return (
        <Dialog title="Add operator" onClose={onClose} wide={many}>
            <div className="chips" role="group" aria-label="For how many hosts">
                <button type="button" className="chip" aria-pressed={!many} onClick={() => setMany(false)}>
                    One host
                </button>
                <button type="button" className="chip" aria-pressed={many} onClick={() => setMany(true)}>
                    Many hosts
                </button>
            </div>
            {many ? (
                <>
                    <ManyHostsForm onIssued={setToken} onClose={onClose} />
                    <DeviceLinkList />
                </>
            ) : (
                <OneHostForm onIssued={setKey} onClose={onClose} />
            )}
        </Dialog>
    );
}
