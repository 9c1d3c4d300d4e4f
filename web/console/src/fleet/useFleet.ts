import { useSyncExternalStore } from "react";
import { fleet } from "../app/console.ts";
import type { FleetSnapshot } from "./Fleet.ts";

export function useFleet(): FleetSnapshot {
    return useSyncExternalStore(fleet.subscribe, fleet.snapshot);
}
