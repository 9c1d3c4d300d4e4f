import { describe, expect, it } from "vitest";
import { Tail, TAIL_SETTINGS } from "./tail.ts";

const utf8 = new TextEncoder();

function write(tail: Tail, text: string, stream: "stdout" | "stderr" = "stdout"): void {
    tail.append(stream, tail.offset(stream), utf8.encode(text));
}

function lines(tail: Tail): string[] {
    return Array.from({ length: tail.length }, (_, index) => tail.at(index)?.text ?? "");
}

describe("the tail of an output", () => {
    it("splits lines wherever the bytes were cut", () => {
        const tail = new Tail();
        for (const part of ["he", "llo\nwor", "ld\n", "\n", "end"]) write(tail, part);
        expect(lines(tail)).toEqual(["hello", "world", "", "end"]);
        expect(tail.text()).toBe("hello\nworld\n\nend\n");
    });

    it("joins a character whose bytes arrive apart", () => {
        const tail = new Tail();
        for (const byte of utf8.encode("größe ✓ 🚀\n"))
            tail.append("stdout", tail.offset("stdout"), Uint8Array.of(byte));
        expect(lines(tail)).toEqual(["größe ✓ 🚀"]);
    });

    it("keeps the two streams apart in the order they came", () => {
        const tail = new Tail();
        write(tail, "one\n");
        write(tail, "oops\n", "stderr");
        write(tail, "two\n");
        expect(lines(tail)).toEqual(["one", "oops", "two"]);
        expect(tail.at(1)?.kind).toBe("stderr");
    });

    it("does not mix a half line of one stream into the other", () => {
        const tail = new Tail();
        write(tail, "half ");
        write(tail, "err\n", "stderr");
        write(tail, "whole\n");
        expect(lines(tail)).toEqual(["half whole", "err"]);
    });

    it("drops bytes it already has and takes the rest", () => {
        const tail = new Tail();
        tail.append("stdout", 0, utf8.encode("abcdef"));
        tail.append("stdout", 0, utf8.encode("abc"));
        tail.append("stdout", 4, utf8.encode("efgh"));
        expect(lines(tail)).toEqual(["abcdefgh"]);
        expect(tail.offset("stdout")).toBe(8);
    });

    it("notes bytes that are missing in between and goes on", () => {
        const tail = new Tail();
        write(tail, "start\n");
        tail.append("stdout", 1_006, utf8.encode("later\n"));
        expect(lines(tail)).toEqual(["start", "1,000 bytes of stdout are not shown here; the host has them", "later"]);
        expect(tail.text()).toBe("start\nlater\n");
        expect(tail.offset("stdout")).toBe(1_012);
    });

    it("takes a gap once, however often it is told", () => {
        const tail = new Tail();
        write(tail, "x");
        tail.skip("stdout", 1, 50, "lost");
        tail.skip("stdout", 1, 50, "lost");
        expect(lines(tail)).toEqual(["x", "49 bytes of stdout were not kept by the host"]);
        expect(tail.offset("stdout")).toBe(50);
    });

    it("shows the last state of a line drawn anew by carriage returns", () => {
        const tail = new Tail();
        write(tail, "10%\r50%\r");
        expect(lines(tail)).toEqual(["50%"]);
        write(tail, "100%\ndone\r\nnext");
        expect(lines(tail)).toEqual(["100%", "done", "next"]);
    });

    it("keeps at most so many characters, newest last, and says so", () => {
        const tail = new Tail({ ...TAIL_SETTINGS, maxCharacters: 1_000 });
        const all = Array.from({ length: 500 }, (_, i) => `line ${i}\n`).join("");
        write(tail, all);
        expect(tail.characters).toBeLessThanOrEqual(1_000);
        expect(tail.truncated).toBe(true);
        expect(lines(tail).at(-1)).toBe("line 499");
        expect(tail.offset("stdout")).toBe(all.length);
    });

    it("keeps at most so many lines however short they are", () => {
        const tail = new Tail({ ...TAIL_SETTINGS, maxLines: 100 });
        write(tail, "\n".repeat(100_000));
        expect(tail.length).toBe(100);
        expect(tail.at(99)?.number).toBe(100_000);
    });

    it("cuts an endless line into pieces and gives it back whole", () => {
        const tail = new Tail();
        const endless = "x".repeat(TAIL_SETTINGS.maxLineLength * 2 + 10);
        write(tail, `${endless}\n`);
        expect(tail.length).toBe(3);
        expect(tail.text()).toBe(`${endless}\n`);
    });

    it("never cuts a character in half", () => {
        const tail = new Tail({ ...TAIL_SETTINGS, maxLineLength: 5 });
        write(tail, "🚀".repeat(6));
        expect(lines(tail).every((line) => !/[\ud800-\udbff]$/.test(line))).toBe(true);
        expect(tail.text()).toBe(`${"🚀".repeat(6)}\n`);
    });

    it("stays bounded under an endless output without a line break", () => {
        const tail = new Tail({ ...TAIL_SETTINGS, maxCharacters: 50_000 });
        const chunk = "y".repeat(10_000);
        for (let i = 0; i < 200; i++) write(tail, chunk);
        expect(tail.characters).toBeLessThanOrEqual(50_000);
        expect(tail.offset("stdout")).toBe(2_000_000);
    });

    it("carries a colour over a line break", () => {
        const tail = new Tail();
        write(tail, "\x1b[31mred\nstill red\x1b[0m\nplain");
        expect(tail.at(1)?.style.foreground).toBe(1);
        expect(tail.at(2)?.style.foreground).toBeNull();
    });

    it("is copied without its escape sequences", () => {
        const tail = new Tail();
        write(tail, "\x1b[1;31mred\x1b[0m plain\n");
        expect(tail.text()).toBe("red plain\n");
    });

    it("knows binary data by its NUL bytes and survives it", () => {
        const tail = new Tail();
        tail.append(
            "stdout",
            0,
            Uint8Array.from({ length: 4_096 }, (_, i) => (i * 31) % 256),
        );
        expect(tail.binary).toBe(true);
        expect(tail.length).toBeGreaterThan(0);
    });

    it("can begin in the middle, the earlier part staying on the host", () => {
        const tail = new Tail();
        tail.beginAt("stdout", 1_000_000);
        write(tail, "tail end\n");
        expect(tail.truncated).toBe(true);
        expect(lines(tail)).toEqual(["tail end"]);
        expect(tail.offset("stdout")).toBe(1_000_009);
    });

    it("tells its views once for many writes in one turn", async () => {
        const tail = new Tail();
        let told = 0;
        tail.subscribe(() => told++);
        for (let i = 0; i < 100; i++) write(tail, "x\n");
        await Promise.resolve();
        expect(told).toBe(1);
    });
});
