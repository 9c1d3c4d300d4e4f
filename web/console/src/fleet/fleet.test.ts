import { describe, expect, it, vi } from "vitest";
import type { OperatorPage } from "../api/contract.ts";
import { operator } from "../../test/examples.ts";
import { countByStatus, filterOperators } from "./filter.ts";
import { Fleet } from "./Fleet.ts";
import { asOf } from "./silence.ts";

const pages: OperatorPage[] = [
    { operators: [operator(2), operator(1)], next: 2 },
    { operators: [operator(3)], next: null },
];
const load = async (after: number | string | null) => pages[after === null ? 0 : 1] as OperatorPage;

describe("the fleet", () => {
    it("reads all pages and orders by index", async () => {
        const fleet = new Fleet();
        await fleet.load(load);
        expect(fleet.snapshot().loaded).toBe(true);
        expect(fleet.snapshot().operators.map((each) => each.index)).toEqual([1, 2, 3]);
    });

    it("lets an event that came during the reading win over the page", async () => {
        const fleet = new Fleet();
        await fleet.load(async (after) => {
            if (after !== null) fleet.apply(operator(1, { status: "OFFLINE" }));
            return load(after);
        });
        expect(fleet.snapshot().operators[0]?.status).toBe("OFFLINE");
    });

    it("drops operators that are gone after a new reading", async () => {
        const fleet = new Fleet();
        await fleet.load(load);
        await fleet.load(async () => ({ operators: [operator(3)], next: null }));
        expect(fleet.snapshot().operators.map((each) => each.index)).toEqual([3]);
    });

    it("lets a later reading stop an earlier one", async () => {
        const fleet = new Fleet();
        let release: (page: OperatorPage) => void = () => {};
        const slow = fleet.load(() => new Promise((done) => (release = done)));
        await fleet.load(load);
        release({ operators: [], next: null });
        await slow;
        expect(fleet.snapshot().operators).toHaveLength(3);
    });

    it("shows many events as one change", async () => {
        vi.useFakeTimers();
        const fleet = new Fleet(200);
        await fleet.load(load);
        let told = 0;
        fleet.subscribe(() => told++);
        for (let i = 0; i < 500; i++) fleet.apply(operator(1 + (i % 3), { status: "STALE" }));
        expect(told).toBe(0);
        vi.advanceTimersByTime(200);
        expect(told).toBe(1);
        expect(countByStatus(fleet.snapshot().operators).STALE).toBe(3);
        vi.useRealTimers();
    });
});

describe("silence", () => {
    const minute = Date.parse("2026-01-01T00:01:00Z");

    it("turns an active operator offline and a bound one stale after sixty seconds", () => {
        expect(asOf(operator(1), minute - 1).status).toBe("ACTIVE");
        expect(asOf(operator(1), minute).status).toBe("OFFLINE");
        expect(asOf(operator(1, { status: "BOUND", boundSession: "se_1" }), minute).status).toBe("STALE");
    });

    it("changes nothing else", () => {
        for (const status of ["AVAILABLE", "OFFLINE", "STALE", "STOPPED"] as const) {
            const silent = operator(1, { status });
            expect(asOf(silent, minute)).toBe(silent);
        }
    });

    it("is told to views once, and ends with the next heartbeat", async () => {
        const fleet = new Fleet(0);
        await fleet.load(load);
        let told = 0;
        fleet.subscribe(() => told++);
        fleet.sweep(minute);
        fleet.sweep(minute + 1);
        expect(told).toBe(1);
        expect(countByStatus(fleet.snapshot().operators).OFFLINE).toBe(3);
        fleet.applyNow(operator(1, { lastHeartbeatAt: "2026-01-01T00:01:00Z" }));
        fleet.sweep(minute + 1);
        expect(countByStatus(fleet.snapshot().operators).ACTIVE).toBe(1);
    });
});

describe("the filter", () => {
    const operators = [
        operator(1, { name: "web-1", status: "ACTIVE" }),
        operator(2, { name: "web-2", status: "STALE" }),
        operator(3, { name: "db-1", status: "ACTIVE", host: null }),
    ];
    const names = (text: string, ...statuses: ("ACTIVE" | "STALE")[]) =>
        filterOperators(operators, text, new Set(statuses)).map((each) => each.name);

    it("asks for every word, in any field, in any case", () => {
        expect(names("WEB")).toEqual(["web-1", "web-2"]);
        expect(names("web host-2")).toEqual(["web-2"]);
        expect(names("web nothing")).toEqual([]);
        expect(names("#3")).toEqual(["db-1"]);
    });

    it("joins text and statuses", () => {
        expect(names("", "ACTIVE")).toEqual(["web-1", "db-1"]);
        expect(names("web", "ACTIVE")).toEqual(["web-1"]);
        expect(names("")).toHaveLength(3);
    });
});
