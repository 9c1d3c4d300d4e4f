import { describe, expect, it } from "vitest";
import { asProblem, Problem, problemOf } from "./problem.ts";

function answer(status: number, body: string, type = "application/problem+json"): Response {
    return new Response(body, { status, headers: { "Content-Type": type } });
}

describe("a refusal", () => {
    it("keeps what the control plane said", async () => {
        const body = {
            title: "Refused",
            detail: "sudo is denied.",
            code: "denied-by-guard",
            advice: "Leave `sudo` out.",
            requestId: "r1",
            effects: ["privilege"],
        };
        const problem = await problemOf(answer(422, JSON.stringify(body)));
        expect(problem).toMatchObject({
            message: "sudo is denied.",
            code: "denied-by-guard",
            status: 422,
            advice: "Leave `sudo` out.",
            requestId: "r1",
            effects: ["privilege"],
        });
    });

    it("falls back to the title, then to the status", async () => {
        expect((await problemOf(answer(409, '{"title":"Not bound"}'))).message).toBe("Not bound");
        expect((await problemOf(answer(409, "{}"))).message).toContain("409");
    });

    it("survives a body that is not what it says", async () => {
        for (const body of ["", "<html>", "null", "[]", '"text"', "{"]) {
            const problem = await problemOf(answer(502, body));
            expect(problem.status).toBe(502);
            expect(problem.message).not.toBe("");
        }
        expect((await problemOf(answer(504, "<html>gateway</html>", "text/html"))).code).toBe("http-504");
    });

    it("believes the status of the answer, not of the body", async () => {
        expect((await problemOf(answer(403, '{"status":200}'))).status).toBe(403);
    });

    it("names a network that failed", () => {
        expect(asProblem(new TypeError("fetch failed")).code).toBe("unreachable");
        const problem = new Problem({ code: "x" });
        expect(asProblem(problem)).toBe(problem);
    });

    it("knows when one is signed out", () => {
        expect(new Problem({ status: 401 }).signedOut).toBe(true);
        expect(new Problem({ status: 403 }).signedOut).toBe(false);
    });
});
