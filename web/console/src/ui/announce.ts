import { useSyncExternalStore } from "react";

/** What a screen reader is told, and for outcomes what everybody is shown for a moment. */

export interface Toast {
    readonly id: number;
    readonly text: string;
    readonly tone: "good" | "bad" | "quiet";
}

let spoken = "";
let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function publish(): void {
    for (const listener of [...listeners]) listener();
}

function subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
}

export function announce(text: string): void {
    // The same text twice would be silent the second time.
    spoken = text === spoken ? `${text}\u00a0` : text;
    publish();
}

export function toast(text: string, tone: Toast["tone"] = "quiet"): void {
    const id = nextId++;
    toasts = [...toasts.slice(-3), { id, text, tone }];
    announce(text);
    setTimeout(() => dismiss(id), 6_000);
}

export function dismiss(id: number): void {
    toasts = toasts.filter((each) => each.id !== id);
    publish();
}

export function useAnnouncement(): string {
    return useSyncExternalStore(subscribe, () => spoken);
}

export function useToasts(): readonly Toast[] {
    return useSyncExternalStore(subscribe, () => toasts);
}
