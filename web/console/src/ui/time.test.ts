import { describe, expect, it } from "vitest";
import { age, duration, elapsed, remaining } from "./time.ts";
import { bytes, plural } from "./amount.ts";

const T = "2026-01-01T00:00:00Z";
const at = (seconds: number) => Date.parse(T) + seconds * 1_000;

describe("ages", () => {
    it.each([
        [-5, "just now"],
        [1, "just now"],
        [2, "2 s ago"],
        [59.9, "59 s ago"],
        [60, "1 min ago"],
        [3_599, "59 min ago"],
        [7_200, "2 h ago"],
        [47 * 3_600, "47 h ago"],
        [5 * 86_400, "5 d ago"],
    ])("%d s later reads %s", (seconds, text) => expect(age(T, at(seconds))).toBe(text));

    it("says so when the time cannot be read", () => expect(age("garbage", at(0))).toBe("unknown"));
});

describe("what is left", () => {
    it.each([
        [-1, "0:01"],
        [-299, "4:59"],
        [-300, "5:00"],
        [-3_600, "1 h 0 min"],
        [-7_500, "2 h 5 min"],
        [-3 * 86_400, "3 days"],
    ])("%d s before", (seconds, text) => expect(remaining(T, at(seconds))).toBe(text));

    it("is nothing once the time has come", () => {
        expect(remaining(T, at(0))).toBeNull();
        expect(remaining(T, at(10))).toBeNull();
        expect(remaining("garbage", at(0))).toBeNull();
    });
});

describe("durations", () => {
    it.each([
        [0, "0 ms"],
        [84.4, "84 ms"],
        [999, "999 ms"],
        [1_240, "1.24 s"],
        [12_345, "12.3 s"],
        [59_999, "1 min 0 s"],
        [125_000, "2 min 5 s"],
        [3_780_000, "1 h 3 min"],
        [1_220_000_000, "14 d 2 h"],
    ])("%d ms", (ms, text) => expect(duration(ms)).toBe(text));
});

describe("elapsed time", () => {
    it("counts whole seconds and never less than none", () => {
        expect(elapsed(T, at(-3))).toBe("0 s");
        expect(elapsed(T, at(7.9))).toBe("7 s");
        expect(elapsed(T, at(125))).toBe("2 min 5 s");
    });
});

describe("amounts", () => {
    it.each([
        [0, "0 B"],
        [999, "999 B"],
        [1_000, "1.0 kB"],
        [999_949, "999.9 kB"],
        [999_951, "1.0 MB"],
        [1_234_567_890, "1.2 GB"],
        [5e15, "5000.0 TB"],
    ])("%d bytes", (count, text) => expect(bytes(count)).toBe(text));

    it("counts one and many", () => {
        expect(plural(1, "host")).toBe("1 host");
        expect(plural(10_000, "host")).toBe("10,000 hosts");
    });
});
