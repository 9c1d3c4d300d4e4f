import { now } from "../api/clock.ts";

/** "just now", "12 s ago", "3 min ago", "2 h ago", "5 d ago"; a time ahead reads as now. */
export function age(time: string, at: number = now()): string {
    const passed = at - Date.parse(time);
    if (Number.isNaN(passed)) return "unknown";
    if (passed < 1_500) return "just now";
    return `${coarse(passed)} ago`;
}

/** What is left until a time: "4:59", "1 h 12 min", or null once it has passed. */
export function remaining(time: string, at: number = now()): string | null {
    const left = Date.parse(time) - at;
    if (!(left > 0)) return null;
    const seconds = Math.ceil(left / 1_000);
    if (seconds < 3_600) return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    const minutes = Math.floor(seconds / 60);
    if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
    return `${Math.floor(minutes / 1_440)} days`;
}

/** "84 ms", "1.24 s", "2 min 5 s", "1 h 3 min". */
export function duration(ms: number): string {
    if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
    if (ms < 59_995) return `${(ms / 1_000).toFixed(ms < 9_995 ? 2 : 1)} s`;
    const seconds = Math.round(ms / 1_000);
    if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
    const hours = Math.floor(seconds / 3_600);
    if (hours < 48) return `${hours} h ${Math.floor((seconds % 3_600) / 60)} min`;
    return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** "7 s", "2 min 5 s": a duration that is still growing, in whole seconds. */
export function elapsed(since: string, at: number = now()): string {
    const seconds = Math.max(0, Math.floor((at - Date.parse(since)) / 1_000));
    return seconds < 60 ? `${seconds} s` : duration(seconds * 1_000);
}

/** The exact moment in the reader's own zone, for the tooltip behind every relative time. */
export function absolute(time: string): string {
    const date = new Date(time);
    if (Number.isNaN(date.getTime())) return time;
    return new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "long" }).format(date);
}

function coarse(ms: number): string {
    const seconds = Math.floor(ms / 1_000);
    if (seconds < 60) return `${seconds} s`;
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) return `${minutes} min`;
    const hours = Math.floor(minutes / 60);
    return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} d`;
}
