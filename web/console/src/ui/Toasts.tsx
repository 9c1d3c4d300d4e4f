import { dismiss, useAnnouncement, useToasts } from "./announce.ts";
import { CloseIcon } from "./icons.tsx";

/** Outcomes of things done elsewhere on the page, and the voice of the page. */
export function Toasts() {
    const toasts = useToasts();
    const spoken = useAnnouncement();
    return (
        <>
            <div className="sr-only" role="status" aria-live="polite">
                {spoken}
            </div>
            <div className="toasts" role="region" aria-label="Notifications">
                {toasts.map((toast) => (
                    <div key={toast.id} className={`toast ${toast.tone}`}>
                        <span>{toast.text}</span>
                        <button
                            type="button"
                            className="button quiet square small"
                            aria-label="Dismiss"
                            onClick={() => dismiss(toast.id)}
                        >
                            <CloseIcon size={12} />
                        </button>
                    </div>
                ))}
            </div>
        </>
    );
}
