import { describe, expect, it } from "vitest";
import { ResumeVector } from "./resume.ts";

describe("the resume vector", () => {
    it("reads back what it writes, ordered by index", () => {
        const vector = new ResumeVector();
        vector.advance(3, "stderr", 7);
        vector.advance(0, "stdout", 1_048_576);
        vector.advance(0, "stderr", 12);
        expect(vector.toString()).toBe("0:1048576:12;3:0:7");
        expect(ResumeVector.parse(vector.toString()).toString()).toBe(vector.toString());
    });

    it("is empty before anything was read", () => {
        expect(new ResumeVector().toString()).toBe("");
        expect(ResumeVector.parse("").toString()).toBe("");
    });

    it("never goes back", () => {
        const vector = ResumeVector.parse("1:500:0");
        vector.advance(1, "stdout", 400);
        expect(vector.offset(1, "stdout")).toBe(500);
    });

    it("leaves out parts it cannot read", () => {
        expect(ResumeVector.parse("0:1:2;nonsense;5:-1:2;2:3:4;").toString()).toBe("0:1:2;2:3:4");
    });

    it("starts at zero for executions it has not heard of", () => {
        expect(ResumeVector.parse("0:1:2").offset(9, "stderr")).toBe(0);
    });
});
