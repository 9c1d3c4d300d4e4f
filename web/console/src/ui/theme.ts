import { useSyncExternalStore } from "react";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const KEY = "dropops.theme";
const listeners = new Set<() => void>();

function stored(): Theme {
    try {
        const value = window.localStorage.getItem(KEY);
        return THEMES.find((theme) => theme === value) ?? "system";
    } catch {
        return "system";
    }
}

let current: Theme = "system";

/** Puts the stored choice on the page; the colours themselves are `light-dark()` pairs in the style sheet. */
export function startTheme(): void {
    current = stored();
    document.documentElement.dataset["theme"] = current;
}

export function setTheme(theme: Theme): void {
    current = theme;
    document.documentElement.dataset["theme"] = theme;
    try {
        window.localStorage.setItem(KEY, theme);
    } catch {
        // Storage may be forbidden; the choice then lasts until the page is left.
    }
    for (const listener of [...listeners]) listener();
}

export function useTheme(): Theme {
    return useSyncExternalStore(
        (listener) => {
            listeners.add(listener);
            return () => listeners.delete(listener);
        },
        () => current,
    );
}
