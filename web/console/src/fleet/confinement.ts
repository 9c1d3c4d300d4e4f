import type { Confinement } from "../api/contract.ts";

/** What a host's kernel can be held to, in one line. */
export function levels({ profiles, landlockAbi }: Confinement): string {
    const enforced = profiles.filter((profile) => profile !== "system").join(", ");
    const landlock = landlockAbi > 0 ? `Landlock ABI ${landlockAbi}` : "no Landlock";
    return `${enforced || "none"} · ${landlock}`;
}

/** What is missing, and what that means for whoever works with the host. */
export function gaps({ profiles, scopes }: Confinement): string[] {
    const missing: string[] = [];
    if (!profiles.includes("look"))
        missing.push("This kernel cannot hold a command to reading, so nothing runs here without approval.");
    else if (!scopes)
        missing.push(
            "This kernel cannot keep signals of a reading command inside, so nothing runs here without approval unless the policy accepts that.",
        );
    if (!profiles.includes("change"))
        missing.push(
            "Changes cannot be kept away from protected system files here, so they are refused; only commands approved as system changes can run.",
        );
    return missing;
}
