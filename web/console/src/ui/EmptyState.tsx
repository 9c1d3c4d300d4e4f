import type { ReactNode } from "react";

interface EmptyStateProps {
    icon: ReactNode;
    title: string;
    children: ReactNode;
    action?: ReactNode;
}

/** A page with nothing on it yet, saying what the next step is. */
export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
    return (
        <section className="empty">
            <div className="empty-icon">{icon}</div>
            <h2>{title}</h2>
            <div className="prose">{children}</div>
            {action ? <div className="empty-action">{action}</div> : null}
        </section>
    );
}
