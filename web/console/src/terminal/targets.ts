import type { Operator } from "../api/contract.ts";
import { visible } from "../output/visible.ts";

/** Which operators a command goes to: every bound one, those chosen by hand, or a set the control plane resolves. */
export type Choice = { kind: "all" } | { kind: "some"; ids: readonly string[] } | { kind: "set"; text: string };

export const ALL: Choice = { kind: "all" };

/** Operators that may be chosen: bound to the person's own session. */
export function bindable(operators: readonly Operator[]): Operator[] {
    return operators.filter((operator) => operator.boundToMe);
}

/** The operators of a choice, as far as they can be told here: none of a set. */
export function chosen(choice: Choice, bound: readonly Operator[]): Operator[] {
    switch (choice.kind) {
        case "all":
            return [...bound];
        case "some": {
            const ids = new Set(choice.ids);
            return bound.filter((operator) => ids.has(operator.id));
        }
        case "set":
            return [];
    }
}

/** Clicking one chip: from "all" or a set it picks that one alone, otherwise it is added or taken away; everything picked is "all" again. */
export function toggle(choice: Choice, id: string, bound: readonly Operator[]): Choice {
    if (choice.kind === "all") return bound.length === 1 ? ALL : { kind: "some", ids: [id] };
    if (choice.kind === "set") return { kind: "some", ids: [id] };
    const ids = choice.ids.includes(id) ? choice.ids.filter((each) => each !== id) : [...choice.ids, id];
    const kept = ids.filter((each) => bound.some((operator) => operator.id === each));
    if (kept.length === 0 || kept.length === bound.length) return ALL;
    return { kind: "some", ids: kept };
}

/** The TARGET text that is sent; for hosts chosen by hand operator ids, never names, so a later rename cannot move a command. */
export function targetText(choice: Choice, bound: readonly Operator[]): string {
    if (choice.kind === "all") return "all";
    if (choice.kind === "set") return choice.text.trim();
    return chosen(choice, bound)
        .map((operator) => operator.id)
        .join(",");
}

/** What is known of a host to call it by. */
interface Named {
    name: string;
    host?: { hostname: string } | null;
    hostname?: string | null;
}

export function hostName(operator: Named): string {
    return visible(operator.host?.hostname || operator.hostname || operator.name);
}

/** What to call each of `operators`: clones of one machine share its host name, and are told apart by the name of their slot. */
export function hostNames(operators: readonly Named[]): string[] {
    const names = operators.map(hostName);
    const count = new Map<string, number>();
    for (const name of names) count.set(name, (count.get(name) ?? 0) + 1);
    return operators.map(({ name }, index) => {
        const called = names[index] ?? "";
        return count.get(called) === 1 ? called : `${called} (${visible(name)})`;
    });
}
