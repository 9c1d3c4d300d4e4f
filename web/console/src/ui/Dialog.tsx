import { type ReactNode, useEffect, useId, useRef } from "react";
import { CloseIcon } from "./icons.tsx";

interface DialogProps {
    title: string;
    onClose: () => void;
    children: ReactNode;
    wide?: boolean;
}

/** A modal window on the browser's own `dialog`: its focus trap, its Escape, its inert background. */
export function Dialog({ title, onClose, children, wide = false }: DialogProps) {
    const ref = useRef<HTMLDialogElement>(null);
    const titleId = useId();
    useEffect(() => {
        const dialog = ref.current;
        if (dialog && !dialog.open) {
            dialog.showModal();
            // React's own autoFocus comes while the window is still closed.
            dialog.querySelector<HTMLElement>("[data-first]")?.focus();
        }
        return () => dialog?.close();
    }, []);
    return (
        <dialog
            ref={ref}
            className={wide ? "dialog dialog-wide" : "dialog"}
            aria-labelledby={titleId}
            onCancel={(event) => {
                event.preventDefault();
                onClose();
            }}
            onMouseDown={(event) => {
                if (event.target === ref.current) onClose();
            }}
        >
            <div className="dialog-body">
                <header className="dialog-header">
                    <h2 id={titleId}>{title}</h2>
                    <button type="button" className="button quiet square" aria-label="Close" onClick={onClose}>
                        <CloseIcon />
                    </button>
                </header>
                {children}
            </div>
        </dialog>
    );
}

interface ConfirmProps {
    title: string;
    children: ReactNode;
    action: string;
    busy: boolean;
    onConfirm: () => void;
    onClose: () => void;
}

/** Asks before something that cannot be taken back; the way out has the focus. */
export function Confirm({ title, children, action, busy, onConfirm, onClose }: ConfirmProps) {
    return (
        <Dialog title={title} onClose={onClose}>
            <div className="prose">{children}</div>
            <footer className="dialog-footer">
                <button type="button" className="button" onClick={onClose} data-first>
                    Cancel
                </button>
                <button type="button" className="button danger" onClick={onConfirm} disabled={busy}>
                    {action}
                </button>
            </footer>
        </Dialog>
    );
}
