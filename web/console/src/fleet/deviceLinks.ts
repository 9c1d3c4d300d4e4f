import { useQuery } from "@tanstack/react-query";
import { client, keys, queries } from "../app/console.ts";

const LOOK_AGAIN_MS = 3_000;

/** The tokens of many hosts, newest first, looked at again as hosts come. */
export function useDeviceLinks() {
    return useQuery({ queryKey: keys.deviceLinks, queryFn: client.deviceLinks, refetchInterval: LOOK_AGAIN_MS });
}

/** Has the list read again at once. */
export function deviceLinksChanged(): void {
    void queries.invalidateQueries({ queryKey: keys.deviceLinks });
}
