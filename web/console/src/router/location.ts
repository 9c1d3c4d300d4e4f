import { useSyncExternalStore } from "react";

/** The address bar as a store: path, query and fragment of this page. */

const MOVED = "dropops:moved";

function subscribe(changed: () => void): () => void {
    window.addEventListener("popstate", changed);
    window.addEventListener(MOVED, changed);
    return () => {
        window.removeEventListener("popstate", changed);
        window.removeEventListener(MOVED, changed);
    };
}

export function navigate(to: string, how: "push" | "replace" = "push"): void {
    if (how === "push") window.history.pushState(null, "", to);
    else window.history.replaceState(null, "", to);
    window.dispatchEvent(new Event(MOVED));
}

export function usePath(): string {
    return useSyncExternalStore(subscribe, () => window.location.pathname);
}

export function useFragment(): string {
    return useSyncExternalStore(subscribe, () => window.location.hash.slice(1));
}

/** One query parameter, kept in the address without a new entry in the history. */
export function useQueryParameter(name: string): [string, (value: string) => void] {
    const search = useSyncExternalStore(subscribe, () => window.location.search);
    const value = new URLSearchParams(search).get(name) ?? "";
    return [value, (next) => setQueryParameter(name, next)];
}

export function setQueryParameter(name: string, value: string): void {
    const query = new URLSearchParams(window.location.search);
    if (value) query.set(name, value);
    else query.delete(name);
    const text = query.toString();
    navigate(window.location.pathname + (text ? `?${text}` : ""), "replace");
}
