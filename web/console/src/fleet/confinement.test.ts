import { expect, test } from "vitest";
import { gaps, levels } from "./confinement.ts";

test("a host that enforces everything has no gap", () => {
    const all = { profiles: ["look", "inspect", "change", "system"] as const, landlockAbi: 7, scopes: true };
    const confinement = { ...all, profiles: [...all.profiles] };
    expect(levels(confinement)).toBe("look, inspect, change · Landlock ABI 7");
    expect(gaps(confinement)).toEqual([]);
});

test("what a kernel cannot enforce is said with its consequence", () => {
    expect(levels({ profiles: ["system"], landlockAbi: 0, scopes: false })).toBe("none · no Landlock");
    expect(gaps({ profiles: ["system"], landlockAbi: 0, scopes: false })).toHaveLength(2);
    expect(gaps({ profiles: ["look", "change", "system"], landlockAbi: 5, scopes: false })[0]).toContain("signals");
    expect(gaps({ profiles: ["look", "inspect", "system"], landlockAbi: 7, scopes: true })[0]).toContain("refused");
});
