import { describe, expect, it } from "vitest";
import { parseDiff } from "./diff.ts";

const text = `--- /etc/motd
+++ /etc/motd
@@ -3,4 +3,4 @@ section
 kept
--- an old line that looks like a name
+++ a new one
 kept too
@@ -20 +20,2 @@
-last
+last
+more
\\ No newline at end of file
`;

describe("a unified diff", () => {
    it("is read line by line, with the numbers before and after", () => {
        const { lines, added, removed } = parseDiff(text);
        expect([added, removed]).toEqual([3, 2]);
        expect(lines.map(({ kind, before, after, text }) => `${kind} ${before} ${after} ${text}`)).toEqual([
            "hunk null null @@ -3,4 +3,4 @@ section",
            "same 3 3 kept",
            "removed 4 null -- an old line that looks like a name",
            "added null 4 ++ a new one",
            "same 5 5 kept too",
            "hunk null null @@ -20 +20,2 @@",
            "removed 20 null last",
            "added null 20 last",
            "added null 21 more",
            "hunk null null No newline at end of file",
        ]);
    });

    it("of nothing is empty", () => {
        expect(parseDiff("")).toEqual({ lines: [], added: 0, removed: 0 });
    });
});
