import { describe, expect, it } from "vitest";
import { type Entry, matches } from "./palette.ts";

const entry = (title: string, group = "Go to", words = ""): Entry => ({
    id: title,
    group,
    title,
    words,
    run: () => {},
});
const entries = [
    entry("Operators"),
    entry("Terminal", "Go to", "command shell"),
    entry("web-1", "Operator", "Debian"),
    entry("dark web", "Operator"),
];
const titles = (typed: string, most = 10) => matches(entries, typed, most).map((each) => each.title);

describe("the command palette", () => {
    it("shows everything before a word is typed", () => expect(titles("")).toHaveLength(4));

    it("finds by further words and by group", () => {
        expect(titles("shell")).toEqual(["Terminal"]);
        expect(titles("operator debian")).toEqual(["web-1"]);
    });

    it("puts titles that begin with the text first", () => expect(titles("web")).toEqual(["web-1", "dark web"]));

    it("shows at most so many", () => expect(titles("", 2)).toHaveLength(2));
});
