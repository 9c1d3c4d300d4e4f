import { describe, expect, it } from "vitest";
import { SseParser, type SseEvent } from "./sse.ts";

const STREAM =
    ': hello\n\nid: 0:5:0\nevent: output\ndata: {"a":1}\n\ndata: two\ndata: lines\n\nid\ndata:bare\n\nevent: empty\n\n';

function parse(parts: string[]): SseEvent[] {
    const parser = new SseParser();
    return parts.flatMap((part) => [...parser.push(part)]);
}

const EXPECTED: SseEvent[] = [
    { name: "output", data: '{"a":1}', id: "0:5:0" },
    { name: "message", data: "two\nlines", id: "0:5:0" },
    { name: "message", data: "bare", id: "" },
];

describe("the event stream parser", () => {
    it("yields events with name, data and the id so far", () => {
        expect(parse([STREAM])).toEqual(EXPECTED);
    });

    it("yields the same for every place the stream may be cut", () => {
        for (let cut = 0; cut <= STREAM.length; cut++) {
            expect(parse([STREAM.slice(0, cut), STREAM.slice(cut)])).toEqual(EXPECTED);
        }
        expect(parse([...STREAM])).toEqual(EXPECTED);
    });

    it("takes all three kinds of line end, also cut between the two characters", () => {
        expect(parse([STREAM.replaceAll("\n", "\r\n")])).toEqual(EXPECTED);
        expect(parse([...STREAM.replaceAll("\n", "\r\n")])).toEqual(EXPECTED);
        expect(parse([STREAM.replaceAll("\n", "\r")])).toEqual(EXPECTED);
    });

    it("ignores a byte order mark and an event without its end", () => {
        expect(parse(["\uFEFFdata: x\n\ndata: never dispatched\n"])).toEqual([{ name: "message", data: "x", id: "" }]);
    });
});
