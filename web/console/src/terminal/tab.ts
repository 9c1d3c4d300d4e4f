/** What this browser tab keeps of its own until it is closed; null where storage is forbidden. */
export function tabStorage(): Storage | null {
    try {
        return window.sessionStorage;
    } catch {
        return null;
    }
}
