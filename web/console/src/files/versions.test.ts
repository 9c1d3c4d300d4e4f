import { describe, expect, it } from "vitest";
import { parseDiff } from "../approval/diff.ts";
import { compare, parseVersions } from "./versions.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("versions of a file", () => {
    it("are read from what the host prints", () => {
        const a = "a".repeat(40);
        const b = "b".repeat(40);
        const printed = `${a} 2026-01-01T00:00:00Z           16 write /srv/app.conf\n${b} 2026-01-01T00:00:00Z       absent before write /srv/app.conf\nnoise\n`;
        expect(parseVersions(printed)).toEqual([
            { version: a, at: "2026-01-01T00:00:00Z", size: 16, said: "write /srv/app.conf" },
            { version: b, at: "2026-01-01T00:00:00Z", size: null, said: "before write /srv/app.conf" },
        ]);
        expect(parseVersions("")).toEqual([]);
    });

    it("are compared line by line", () => {
        const compared = compare("/srv/app.conf", bytes("host a\nport 80\n"), bytes("host a\nport 81\n"));
        expect(compared.kind).toBe("text");
        const { lines, added, removed } = parseDiff(compared.kind === "text" ? compared.diff : "");
        expect([added, removed]).toEqual([1, 1]);
        expect(lines.filter((line) => line.kind === "added").map((line) => line.text)).toEqual(["port 81"]);
    });

    it("are the same, or not text, or not there", () => {
        expect(compare("/a", bytes("x"), bytes("x"))).toEqual({ kind: "same" });
        expect(compare("/a", null, null)).toEqual({ kind: "same" });
        expect(compare("/a", new Uint8Array([0xff]), bytes("x"))).toEqual({ kind: "binary" });
        expect(compare("/a", bytes("a\0"), bytes("x"))).toEqual({ kind: "binary" });
        const made = compare("/a", null, bytes("x\n"));
        expect(made.kind === "text" ? made.diff : "").toContain("--- /dev/null");
    });
});
