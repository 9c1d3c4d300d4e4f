import { useEffect } from "react";
import { navigate } from "../router/location.ts";
import { Dialog } from "../ui/Dialog.tsx";

const PLACES: Record<string, string> = {
    o: "/",
    t: "/terminal",
    a: "/approvals",
    h: "/history",
    p: "/policy",
    m: "/audit",
    f: "/files",
};

/** Keys that move around; no key approves anything. */
export function useShortcuts(showSheet: () => void, showPalette: () => void): void {
    useEffect(() => {
        let pressedG = 0;
        function onKey(event: KeyboardEvent) {
            if (event.key === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) {
                event.preventDefault();
                if (!document.querySelector("dialog[open]")) showPalette();
                return;
            }
            if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target))
                return;
            if (document.querySelector("dialog[open]")) return;
            const followsG = event.timeStamp - pressedG < 1_000;
            pressedG = 0;
            const place = PLACES[event.key];
            if (followsG && place) {
                event.preventDefault();
                navigate(place);
            } else if (event.key === "g") {
                pressedG = event.timeStamp;
            } else if (event.key === "?") {
                event.preventDefault();
                showSheet();
            } else if (event.key === "/") {
                const field = document.querySelector<HTMLElement>("[data-slash]");
                if (!field) return;
                event.preventDefault();
                field.focus();
            }
        }
        window.addEventListener("keydown", onKey);
        return () => window.removeEventListener("keydown", onKey);
    }, [showSheet, showPalette]);
}

function isTyping(target: EventTarget | null): boolean {
    return (
        target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
    );
}

const SHEET: [string, string[], string][] = [
    ["Go to", ["g", "o"], "Operators"],
    ["Go to", ["g", "t"], "Terminal"],
    ["Go to", ["g", "a"], "Approvals"],
    ["Go to", ["g", "h"], "History"],
    ["Go to", ["g", "p"], "Policy"],
    ["Go to", ["g", "f"], "File versions"],
    ["Go to", ["g", "m"], "Transmission monitor"],
    ["Anywhere", ["/"], "Filter operators, or the command line"],
    ["Anywhere", ["Ctrl", "K"], "Command palette"],
    ["Anywhere", ["?"], "This sheet"],
    ["Command line", ["Enter"], "Propose the command"],
    ["Command line", ["Shift", "Enter"], "New line"],
    ["Command line", ["↑", "↓"], "Earlier and later commands"],
    ["Windows", ["Esc"], "Close"],
];

export function ShortcutSheet({ onClose }: { onClose: () => void }) {
    const groups = [...new Set(SHEET.map(([group]) => group))];
    return (
        <Dialog title="Keyboard shortcuts" onClose={onClose}>
            <div className="shortcut-groups">
                {groups.map((group) => (
                    <section key={group}>
                        <h3>{group}</h3>
                        <dl className="shortcuts">
                            {SHEET.filter((row) => row[0] === group).map(([, pressed, does]) => (
                                <div key={does}>
                                    <dt>{does}</dt>
                                    <dd>
                                        {pressed.map((key) => (
                                            <kbd key={key}>{key}</kbd>
                                        ))}
                                    </dd>
                                </div>
                            ))}
                        </dl>
                    </section>
                ))}
            </div>
            <p className="faint">
                No key approves a command: approving is always a click, or Enter on a button you moved to yourself.
            </p>
        </Dialog>
    );
}
