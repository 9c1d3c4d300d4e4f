import type { OperatorStatus } from "../api/contract.ts";

export type Tone = "good" | "accent" | "warn" | "bad" | "quiet";

export const STATUS_WORDS: Record<OperatorStatus, { label: string; tone: Tone; meaning: string }> = {
    AVAILABLE: { label: "Available", tone: "quiet", meaning: "The slot is ready; no operator has used its key yet." },
    ACTIVE: { label: "Active", tone: "good", meaning: "Connected and free to be bound." },
    BOUND: { label: "Bound", tone: "accent", meaning: "Connected and bound to a session." },
    OFFLINE: { label: "Offline", tone: "bad", meaning: "Not bound, and silent for more than 60 seconds." },
    STALE: {
        label: "Stale",
        tone: "warn",
        meaning: "Bound, and silent for more than 60 seconds; it keeps its binding and may come back.",
    },
    STOPPED: { label: "Stopped", tone: "quiet", meaning: "Shut down on purpose; start it again on its host." },
};
