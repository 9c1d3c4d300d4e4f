import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { useFleet } from "../fleet/useFleet.ts";
import { STATUS_WORDS } from "../fleet/status.ts";
import { navigate } from "../router/location.ts";
import { hostName } from "../terminal/targets.ts";
import { setTheme } from "../ui/theme.ts";
import { type Entry, matches } from "./palette.ts";

const MOST = 12;

const FIXED: readonly Entry[] = [
    { id: "operators", group: "Go to", title: "Operators", words: "hosts fleet panel", run: () => navigate("/") },
    { id: "terminal", group: "Go to", title: "Terminal", words: "command shell run", run: () => navigate("/terminal") },
    { id: "approvals", group: "Go to", title: "Approvals", words: "inbox pending", run: () => navigate("/approvals") },
    { id: "history", group: "Go to", title: "History", words: "batches past", run: () => navigate("/history") },
    { id: "files", group: "Go to", title: "File versions", words: "restore diff", run: () => navigate("/files") },
    {
        id: "audit",
        group: "Go to",
        title: "Transmission monitor",
        words: "audit bytes privacy data",
        run: () => navigate("/audit"),
    },
    {
        id: "settings",
        group: "Go to",
        title: "Your data",
        words: "export delete settings",
        run: () => navigate("/settings"),
    },
    { id: "policy", group: "Go to", title: "Policy", words: "rules block", run: () => navigate("/policy") },
    { id: "add", group: "Do", title: "Add operator", words: "install key new", run: () => navigate("/?add=1") },
    { id: "system", group: "Theme", title: "Theme of the system", run: () => setTheme("system") },
    { id: "light", group: "Theme", title: "Light theme", run: () => setTheme("light") },
    { id: "dark", group: "Theme", title: "Dark theme", run: () => setTheme("dark") },
];

/** A list of everything one can go to or do, narrowed by typing. It decides nothing: approvals are not in it. */
export function Palette({ onClose }: { onClose: () => void }) {
    const dialog = useRef<HTMLDialogElement>(null);
    const [typed, setTyped] = useState("");
    const [at, setAt] = useState(0);
    const listId = useId();
    const { operators } = useFleet();
    const entries = useMemo(
        () => [
            ...FIXED,
            ...operators.map((operator): Entry => ({
                id: operator.id,
                group: `Operator · ${STATUS_WORDS[operator.status].label}`,
                title: operator.name,
                words: hostName(operator),
                run: () => navigate(`/?operator=${operator.id}`),
            })),
        ],
        [operators],
    );
    const found = matches(entries, typed, MOST);
    const chosen = found[Math.min(at, found.length - 1)];
    useEffect(() => {
        dialog.current?.showModal();
        const opened = dialog.current;
        return () => opened?.close();
    }, []);

    function choose(entry: Entry | undefined) {
        if (!entry) return;
        onClose();
        entry.run();
    }

    function onKeyDown(event: KeyboardEvent) {
        if (event.key === "ArrowDown" || event.key === "ArrowUp") {
            event.preventDefault();
            const step = event.key === "ArrowDown" ? 1 : -1;
            setAt((found.length + Math.min(at, found.length - 1) + step) % Math.max(1, found.length));
        } else if (event.key === "Enter") {
            event.preventDefault();
            choose(chosen);
        }
    }

    return (
        <dialog
            ref={dialog}
            className="dialog palette"
            aria-label="Command palette"
            onCancel={(event) => {
                event.preventDefault();
                onClose();
            }}
            onMouseDown={(event) => {
                if (event.target === dialog.current) onClose();
            }}
        >
            <input
                type="text"
                role="combobox"
                aria-label="Go to or do"
                aria-expanded={found.length > 0}
                aria-controls={listId}
                aria-activedescendant={chosen ? `${listId}-${chosen.id}` : undefined}
                placeholder="Go to a page or an operator, switch the theme…"
                value={typed}
                autoComplete="off"
                spellCheck={false}
                onChange={(event) => {
                    setTyped(event.target.value);
                    setAt(0);
                }}
                onKeyDown={onKeyDown}
            />
            <div role="listbox" id={listId} aria-label="Matches" className="palette-list">
                {found.map((entry) => (
                    <div
                        key={entry.id}
                        id={`${listId}-${entry.id}`}
                        role="option"
                        aria-selected={entry === chosen}
                        onClick={() => choose(entry)}
                        onMouseMove={() => setAt(found.indexOf(entry))}
                    >
                        <span className="ellipsis">{entry.title}</span>
                        <span className="faint">{entry.group}</span>
                    </div>
                ))}
            </div>
            {found.length === 0 ? <p className="palette-none">Nothing matches.</p> : null}
        </dialog>
    );
}
