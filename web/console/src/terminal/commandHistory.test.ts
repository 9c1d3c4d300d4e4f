import { describe, expect, it } from "vitest";
import { CommandHistory } from "./commandHistory.ts";

function storage(initial: string | null = null) {
    let value = initial;
    return {
        getItem: () => value,
        setItem: (_: string, next: string) => {
            value = next;
        },
    };
}

describe("the command history", () => {
    it("goes back and forth and gives the half-typed text back", () => {
        const history = new CommandHistory(null);
        history.add("one");
        history.add("two");
        expect(history.older("draft")).toBe("two");
        expect(history.older("two")).toBe("one");
        expect(history.older("one")).toBeNull();
        expect(history.newer()).toBe("two");
        expect(history.newer()).toBe("draft");
        expect(history.newer()).toBeNull();
    });

    it("keeps a repeated command once, at its last place", () => {
        const history = new CommandHistory(null);
        for (const command of ["a", "b", "a"]) history.add(command);
        expect(history.older("")).toBe("a");
        expect(history.older("")).toBe("b");
        expect(history.older("")).toBeNull();
    });

    it("is there again after a reload", () => {
        const tab = storage();
        new CommandHistory(tab).add("uptime");
        expect(new CommandHistory(tab).older("")).toBe("uptime");
    });

    it("survives a storage that holds something else", () => {
        for (const broken of ["{", "null", '{"a":1}', "[1,null]"])
            expect(new CommandHistory(storage(broken)).older("")).toBeNull();
    });
});
