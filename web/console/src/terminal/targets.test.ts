import { describe, expect, it } from "vitest";
import type { Operator } from "../api/contract.ts";
import { operator } from "../../test/examples.ts";
import { ALL, bindable, chosen, hostNames, targetText, toggle } from "./targets.ts";

const bound: Operator[] = [1, 2, 3].map((index) =>
    operator(index, { status: "BOUND", boundToMe: true, boundSession: "se_mine" }),
);
const [a, b, c] = bound.map((each) => each.id) as [string, string, string];

describe("choosing targets", () => {
    it("offers only operators bound to oneself", () => {
        expect(bindable([...bound, operator(4), operator(5, { boundSession: "se_other" })])).toEqual(bound);
    });

    it("sends all by name and a choice by operator ids", () => {
        expect(targetText(ALL, bound)).toBe("all");
        expect(targetText({ kind: "some", ids: [c, a] }, bound)).toBe(`${a},${c}`);
    });

    it("sends a set as it is written, and leaves it for one host", () => {
        const set = { kind: "set", text: " os=linux & !web-* " } as const;
        expect(targetText(set, bound)).toBe("os=linux & !web-*");
        expect(chosen(set, bound)).toEqual([]);
        expect(toggle(set, b, bound)).toEqual({ kind: "some", ids: [b] });
    });

    it("picks one alone out of all, then adds and takes away", () => {
        const one = toggle(ALL, b, bound);
        expect(chosen(one, bound).map((each) => each.id)).toEqual([b]);
        const two = toggle(one, c, bound);
        expect(chosen(two, bound).map((each) => each.id)).toEqual([b, c]);
        expect(chosen(toggle(two, b, bound), bound).map((each) => each.id)).toEqual([c]);
    });

    it("becomes all again when everything or nothing is picked", () => {
        expect(toggle({ kind: "some", ids: [a, b] }, c, bound)).toEqual(ALL);
        expect(toggle({ kind: "some", ids: [a] }, a, bound)).toEqual(ALL);
        expect(toggle(ALL, a, bound.slice(0, 1))).toEqual(ALL);
    });

    it("never sends to an operator that is no longer bound", () => {
        const rest = bound.slice(1);
        expect(chosen({ kind: "some", ids: [a, b] }, rest).map((each) => each.id)).toEqual([b]);
        expect(targetText({ kind: "some", ids: [a] }, rest)).toBe("");
    });

    it("tells hosts of the same name apart by their slots", () => {
        const clones = [
            { name: "web-1", hostname: "vm" },
            { name: "web-2", hostname: "vm" },
            { name: "db", hostname: "db.internal" },
            { name: "new", hostname: null },
        ];
        expect(hostNames(clones)).toEqual(["vm (web-1)", "vm (web-2)", "db.internal", "new"]);
    });
});
