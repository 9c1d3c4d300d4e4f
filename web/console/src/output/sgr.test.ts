import { describe, expect, it } from "vitest";
import { plainText, PLAIN, spans, styleAfter } from "./sgr.ts";

const ESC = "\x1b";

function styled(line: string) {
    return spans(line).spans.map(({ text, style }) => {
        const on = Object.fromEntries(Object.entries(style).filter(([, value]) => value !== false && value !== null));
        return [text, on];
    });
}

describe("ANSI text", () => {
    it("leaves text without escapes as one plain span", () => {
        expect(spans("hello").spans).toEqual([{ text: "hello", style: PLAIN }]);
    });

    it("turns the basic colours on and off", () => {
        expect(styled(`a${ESC}[31mb${ESC}[0mc`)).toEqual([
            ["a", {}],
            ["b", { foreground: 1 }],
            ["c", {}],
        ]);
    });

    it("takes several codes in one sequence", () => {
        expect(styled(`${ESC}[1;4;32;41mx`)).toEqual([
            ["x", { bold: true, underline: true, foreground: 2, background: 1 }],
        ]);
    });

    it("reads an empty parameter as a reset", () => {
        expect(styled(`${ESC}[1mx${ESC}[my`)).toEqual([
            ["x", { bold: true }],
            ["y", {}],
        ]);
        expect(styled(`${ESC}[1;;31mx`)).toEqual([["x", { foreground: 1 }]]);
    });

    it("takes bright colours from both ranges", () => {
        expect(styled(`${ESC}[94;103mx`)).toEqual([["x", { foreground: 12, background: 11 }]]);
    });

    it("reads palette and true colours with semicolons", () => {
        expect(styled(`${ESC}[38;5;208mx`)).toEqual([["x", { foreground: 208 }]]);
        expect(styled(`${ESC}[38;2;255;128;0;1mx`)).toEqual([["x", { foreground: "#ff8000", bold: true }]]);
        expect(styled(`${ESC}[48;5;17;3mx`)).toEqual([["x", { background: 17, italic: true }]]);
    });

    it("reads palette and true colours with colons, with and without a colour space", () => {
        expect(styled(`${ESC}[38:5:208mx`)).toEqual([["x", { foreground: 208 }]]);
        expect(styled(`${ESC}[38:2::1:2:3;4mx`)).toEqual([["x", { foreground: "#010203", underline: true }]]);
        expect(styled(`${ESC}[48:2:1:2:3mx`)).toEqual([["x", { background: "#010203" }]]);
    });

    it("ignores colours that do not exist", () => {
        expect(styled(`${ESC}[38;5;999mx`)).toEqual([["x", {}]]);
        expect(styled(`${ESC}[38;2;1;2mx`)).toEqual([["x", {}]]);
        expect(styled(`${ESC}[38mx`)).toEqual([["x", {}]]);
    });

    it("treats 4:0 as no underline and 4:3 as one", () => {
        expect(styled(`${ESC}[4:3mx${ESC}[4:0my`)).toEqual([
            ["x", { underline: true }],
            ["y", {}],
        ]);
    });

    it("leaves out cursor movements, titles, links and charset switches", () => {
        const line = `a${ESC}[2K${ESC}[1;1Hb${ESC}]0;title\x07c${ESC}]8;;http://x${ESC}\\d${ESC}(Be${ESC}7f`;
        expect(plainText(line)).toBe("abcdef");
        expect(
            styled(line)
                .map(([text]) => text)
                .join(""),
        ).toBe("abcdef");
    });

    it("does not take a private sequence that ends in m for a style", () => {
        expect(styled(`${ESC}[>4;2mx`)).toEqual([["x", {}]]);
    });

    it("drops a sequence cut off at the end of a line", () => {
        expect(plainText(`x${ESC}[38;5`)).toBe("x");
        expect(plainText(`x${ESC}]0;never ends`)).toBe("x");
        expect(plainText(`x${ESC}`)).toBe("x");
    });

    it("carries a style on to the next line", () => {
        const end = styleAfter(`${ESC}[1;33mwarning`, PLAIN);
        expect(spans("goes on", end).spans[0]?.style).toMatchObject({ bold: true, foreground: 3 });
        expect(styleAfter(`${ESC}[0m`, end)).toBe(PLAIN);
    });

    it("never yields markup: text stays text", () => {
        expect(spans("<img src=x onerror=alert(1)>").spans[0]?.text).toBe("<img src=x onerror=alert(1)>");
    });

    it("spells out control characters that belong to no sequence", () => {
        expect(spans(`\x1b[1ma\x07b`).spans[0]?.text).toBe("a^Gb");
    });

    it("takes time in proportion to a hostile line's length", () => {
        const began = performance.now();
        for (const hostile of [
            ESC.repeat(100_000),
            `${ESC}[`.repeat(50_000),
            `${ESC}]`.repeat(50_000),
            `${ESC}[${";".repeat(100_000)}`,
            `${ESC}[1${" ".repeat(100_000)}`,
        ]) {
            spans(hostile);
        }
        expect(performance.now() - began).toBeLessThan(2_000);
    });
});
