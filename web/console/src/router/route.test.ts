import { describe, expect, it } from "vitest";
import { routeOf } from "./route.ts";

describe("routes", () => {
    it.each([
        ["/", { page: "operators" }],
        ["/login", { page: "login" }],
        ["/terminal", { page: "terminal" }],
        ["/terminal/", { page: "terminal" }],
        ["/approvals", { page: "approvals", id: null }],
        ["/approvals/pr_1", { page: "approvals", id: "pr_1" }],
        ["/history", { page: "history" }],
        ["/files", { page: "files" }],
        ["/settings", { page: "settings" }],
        ["/audit", { page: "audit" }],
        ["/policy", { page: "policy" }],
        ["/batches", { page: "history" }],
        ["/batches/ba_1", { page: "batch", id: "ba_1" }],
        ["/batches/ba_1/more", { page: "lost" }],
        ["/nowhere", { page: "lost" }],
        ["/terminal/x", { page: "lost" }],
    ])("%s", (path, route) => expect(routeOf(path)).toEqual(route));
});
