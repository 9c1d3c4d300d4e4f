import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";
import type { Me } from "../api/contract.ts";
import type { FeedState } from "../api/feed.ts";
import { ApprovalsPage } from "../approval/ApprovalsPage.tsx";
import { AuditPage } from "../audit/AuditPage.tsx";
import { BatchPage } from "../batch/BatchPage.tsx";
import { HistoryPage } from "../batch/HistoryPage.tsx";
import { FilesPage } from "../files/FilesPage.tsx";
import { OperatorsPage } from "../fleet/OperatorsPage.tsx";
import { PolicyPage } from "../policy/PolicyPage.tsx";
import { Link } from "../router/Link.tsx";
import type { Route } from "../router/route.ts";
import { SettingsPage } from "../settings/SettingsPage.tsx";
import { TerminalPage } from "../terminal/TerminalPage.tsx";
import { announce } from "../ui/announce.ts";
import {
    ApprovalsIcon,
    AuditIcon,
    FilesIcon,
    HistoryIcon,
    OperatorsIcon,
    PolicyIcon,
    TerminalIcon,
} from "../ui/icons.tsx";
import { Brand } from "./Brand.tsx";
import { Palette } from "./Palette.tsx";
import { ShortcutSheet, useShortcuts } from "./Shortcuts.tsx";
import { ThemeSwitch } from "./ThemeSwitch.tsx";
import { client, keys, markSignedOut } from "./console.ts";
import { readApprovals, useWorkspaceEvents } from "./workspaceEvents.ts";

/** Everything around a page: navigation, connection, shortcuts. */
export function Shell({ me, route }: { me: Me; route: Route }) {
    const connection = useWorkspaceEvents();
    const [open, setOpen] = useState<"sheet" | "palette" | null>(null);
    const showSheet = useCallback(() => setOpen("sheet"), []);
    const showPalette = useCallback(() => setOpen("palette"), []);
    useShortcuts(showSheet, showPalette);
    const pending = useQuery({ queryKey: keys.approvals("pending"), queryFn: () => readApprovals("pending") });
    const waiting = pending.data?.length ?? 0;
    useEffect(() => {
        document.title = `${waiting > 0 ? `(${waiting}) ` : ""}${titleOf(route)} · DropOps`;
    }, [route, waiting]);
    useEffect(() => {
        if (waiting > 0) announce(waiting === 1 ? "One approval is waiting" : `${waiting} approvals are waiting`);
    }, [waiting]);
    return (
        <div className="shell">
            <a className="skip-link" href="#content">
                Skip to content
            </a>
            <header className="sidebar">
                <Brand />
                <nav aria-label="Pages">
                    <NavLink to="/" here={route.page === "operators"} label="Operators" icon={<OperatorsIcon />} />
                    <NavLink to="/terminal" here={route.page === "terminal"} label="Terminal" icon={<TerminalIcon />} />
                    <NavLink
                        to="/approvals"
                        here={route.page === "approvals"}
                        label="Approvals"
                        icon={<ApprovalsIcon />}
                        badge={waiting}
                    />
                    <NavLink
                        to="/history"
                        here={route.page === "history" || route.page === "batch"}
                        label="History"
                        icon={<HistoryIcon />}
                    />
                    <NavLink to="/files" here={route.page === "files"} label="Files" icon={<FilesIcon />} />
                    <NavLink to="/audit" here={route.page === "audit"} label="Audit" icon={<AuditIcon />} />
                    <NavLink to="/policy" here={route.page === "policy"} label="Policy" icon={<PolicyIcon />} />
                </nav>
                <div className="sidebar-foot">
                    <ThemeSwitch />
                    <div className="sidebar-keys">
                        <button type="button" className="button quiet small" onClick={showPalette}>
                            Palette <kbd>Ctrl K</kbd>
                        </button>
                        <button
                            type="button"
                            className="button quiet small"
                            onClick={showSheet}
                            aria-label="Keyboard shortcuts"
                            title="Keyboard shortcuts"
                        >
                            <kbd>?</kbd>
                        </button>
                    </div>
                    <div className="person">
                        <div className="person-name" title={me.workspace.name}>
                            <strong>{me.member.name}</strong>
                            <Link to="/settings" className="faint">
                                {me.workspace.name}
                            </Link>
                        </div>
                        <button type="button" className="button quiet small" onClick={() => void signOut()}>
                            Sign out
                        </button>
                    </div>
                    <span className="faint small">DropOps {me.version}</span>
                </div>
            </header>
            <div className="stage">
                <ConnectionBanner state={connection} />
                <main id="content" tabIndex={-1}>
                    <Page route={route} me={me} />
                </main>
            </div>
            {open === "sheet" ? <ShortcutSheet onClose={() => setOpen(null)} /> : null}
            {open === "palette" ? <Palette onClose={() => setOpen(null)} /> : null}
        </div>
    );
}

function Page({ route, me }: { route: Route; me: Me }) {
    switch (route.page) {
        case "operators":
        case "login":
            return <OperatorsPage />;
        case "terminal":
            return <TerminalPage />;
        case "approvals":
            return <ApprovalsPage selected={route.id} />;
        case "history":
            return <HistoryPage />;
        case "policy":
            return <PolicyPage />;
        case "audit":
            return <AuditPage />;
        case "settings":
            return <SettingsPage me={me} />;
        case "files":
            return <FilesPage />;
        case "batch":
            return <BatchPage key={route.id} id={route.id} />;
        case "lost":
            return (
                <section className="empty">
                    <h1>There is no such page</h1>
                    <p>
                        <Link to="/">Go to the operators</Link>
                    </p>
                </section>
            );
    }
}

function titleOf(route: Route): string {
    switch (route.page) {
        case "operators":
            return "Operators";
        case "login":
            return "Sign in";
        case "terminal":
            return "Terminal";
        case "approvals":
            return "Approvals";
        case "history":
            return "History";
        case "policy":
            return "Policy";
        case "audit":
            return "Transmission monitor";
        case "settings":
            return "Your data";
        case "files":
            return "File versions";
        case "batch":
            return "Batch";
        case "lost":
            return "Not found";
    }
}

interface NavLinkProps {
    to: string;
    here: boolean;
    label: string;
    icon: React.ReactNode;
    badge?: number;
}

function NavLink({ to, here, label, icon, badge = 0 }: NavLinkProps) {
    return (
        <Link to={to} className="nav-link" aria-current={here ? "page" : undefined}>
            {icon}
            <span className="nav-label">{label}</span>
            {badge > 0 ? (
                <span className="badge">
                    {badge}
                    <span className="sr-only"> waiting</span>
                </span>
            ) : null}
        </Link>
    );
}

function isWell(state: FeedState): boolean {
    return state === "open" || state === "crowded";
}

function ConnectionBanner({ state }: { state: FeedState }) {
    const [late, setLate] = useState(false);
    useEffect(() => {
        setLate(false);
        if (isWell(state)) return;
        // The control plane ends every stream after a while; only one that does not come back is worth a word.
        const timer = setTimeout(() => setLate(true), 1_500);
        return () => clearTimeout(timer);
    }, [state]);
    if (isWell(state) || !late) return null;
    return (
        <div className="banner" role="status">
            <span className="spinner" aria-hidden="true" />
            The connection to the control plane is lost. What you see may be old; this page reconnects by itself.
        </div>
    );
}

async function signOut(): Promise<void> {
    await client.signOut().catch(() => undefined);
    markSignedOut();
}
