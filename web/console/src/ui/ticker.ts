import { useSyncExternalStore } from "react";
import { now } from "../api/clock.ts";

/** One clock for every age on the page, ticking once a second while something shows an age. */

let current = 0;
let timer: ReturnType<typeof setInterval> | null = null;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
    listeners.add(listener);
    timer ??= setInterval(() => {
        current++;
        for (const each of [...listeners]) each();
    }, 1_000);
    return () => {
        listeners.delete(listener);
        if (listeners.size === 0 && timer !== null) {
            clearInterval(timer);
            timer = null;
        }
    };
}

export function useNow(): number {
    useSyncExternalStore(subscribe, () => current);
    return now();
}
