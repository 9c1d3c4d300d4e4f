import { describe, expect, it } from "vitest";
import { colours, contrast } from "./colour.ts";
import { PLAIN } from "./sgr.ts";

type Rgb = readonly [number, number, number];

function numbers(css: string | undefined): Rgb[] {
    return [...(css ?? "").matchAll(/rgb\((\d+) (\d+) (\d+)\)/g)].map((match) => [
        Number(match[1]),
        Number(match[2]),
        Number(match[3]),
    ]);
}

describe("terminal colours", () => {
    it("leave the default alone", () => expect(colours(PLAIN)).toEqual({}));

    it("let the theme choose the sixteen", () =>
        expect(colours({ ...PLAIN, foreground: 4 })).toEqual({ color: "var(--ansi-4)" }));

    it("keep a colour that can be read", () => {
        expect(numbers(colours({ ...PLAIN, foreground: "#ff8700" }).color)[1]).toEqual([255, 135, 0]);
    });

    it("can be read on either theme, whichever of the 256 it is", () => {
        for (let foreground = 16; foreground < 256; foreground++) {
            const [onLight, onDark] = numbers(colours({ ...PLAIN, foreground }).color) as [Rgb, Rgb];
            expect(contrast(onLight, [0xf1, 0xf2, 0xf5])).toBeGreaterThan(4.5);
            expect(contrast(onDark, [0x0a, 0x0c, 0x0f])).toBeGreaterThan(4.5);
        }
    });

    it("can be read on every background a program sets, and swapped", () => {
        for (let background = 0; background < 256; background += 3) {
            for (const foreground of [null, 0, 7, background, 231]) {
                for (const inverse of [false, true]) {
                    const { color, backgroundColor } = colours({ ...PLAIN, foreground, background, inverse });
                    const [front] = numbers(color);
                    const [back] = numbers(backgroundColor);
                    if (front && back) expect(contrast(front, back)).toBeGreaterThan(4.5);
                }
            }
        }
    });
});
