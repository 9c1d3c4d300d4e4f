import { describe, expect, it } from "vitest";
import { exact, inOneLine, visible } from "./visible.ts";

describe("text in which nothing hides", () => {
    it("writes control characters as cat -v does", () => {
        expect(visible("a\x00b\x07c\x7fd\x9b")).toBe("a^@b^Gc^?d⟨U+009B⟩");
        expect(visible("tab\tand\nline stay")).toBe("tab\tand\nline stay");
    });

    it("spells out what hides or reorders text", () => {
        expect(visible("rm \u202ecod.exe\u202c")).toBe("rm ⟨U+202E⟩cod.exe⟨U+202C⟩");
        expect(visible("a\u200bb\u2066c\ufeff")).toBe("a⟨U+200B⟩b⟨U+2066⟩c⟨U+FEFF⟩");
    });

    it("leaves every script alone in output", () => {
        const text = "größer 日本語 العربية ✓ 🚀 1\u00a0000";
        expect(visible(text)).toBe(text);
    });

    it("spells out in a command also what looks like a space or like nothing", () => {
        expect(exact("rm\u00a0-rf\u3000/x")).toBe("rm⟨U+00A0⟩-rf⟨U+3000⟩/x");
        expect(exact("a\u{e0041}b\u3164c\u00ad")).toBe("a⟨U+E0041⟩b⟨U+3164⟩c⟨U+00AD⟩");
        expect(exact("x\ud800y")).toBe("x⟨U+D800⟩y");
        expect(exact("ls -la # größer 日本語 ✓ 🚀")).toBe("ls -la # größer 日本語 ✓ 🚀");
    });

    it("shows a command of several lines in one", () => expect(inOneLine("set -e\nid\r\n")).toBe("set -e ⏎ id^M ⏎ "));
});
