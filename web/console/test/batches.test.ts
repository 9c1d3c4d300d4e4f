import { expect } from "vitest";
import { inBrowser, onStage } from "./inBrowser.ts";
import { mixedFleet } from "./mixedFleet.ts";

const it = onStage(mixedFleet);

inBrowser("batches over several hosts, in a real browser", () => {
    it("shows several hosts under their names, counts outcomes, and runs again on those that failed", async ({
        stage,
    }) => {
        const { page, controlPlane } = stage;
        for (let i = 0; i < 12; i++) controlPlane.world.addBound(`app-${i}`);
        await stage.signIn();
        await stage.go("/terminal");
        await page.getByRole("button", { name: "In parallel" }).click();
        await stage.run("./check --may-fail");
        await page.getByRole("button", { name: "Approve for 13 hosts" }).click();
        await page.getByRole("button", { name: "Run again on 4 failed" }).waitFor();
        await page.getByRole("button", { name: "4 failed", exact: true }).click();
        expect(await page.locator(".execution").count()).toBe(4);
        await page.getByRole("button", { name: "Expand all" }).click();
        await page.getByText("connection to the database refused").first().waitFor();
        await page.getByRole("button", { name: "Collapse all" }).click();
        await stage.passes("terminal-many");
        await page.getByRole("button", { name: "Run again on 4 failed" }).click();
        await page.getByRole("button", { name: "Approve for 4 hosts" }).waitFor();
        await page.getByRole("link", { name: "History", exact: true }).click();
        await page.getByText("Waiting for approval").waitFor();
        await stage.passes("history");
    });

    it("shows equal results together and marks what differs in the others", async ({ stage }) => {
        const { page, controlPlane } = stage;
        for (let i = 0; i < 11; i++) controlPlane.world.addBound(`app-${i}`);
        await stage.signIn();
        await stage.go("/terminal");
        await page.getByRole("button", { name: "In parallel" }).click();
        await stage.run("status --all");
        await page.getByRole("button", { name: "Approve for 12 hosts" }).click();
        await page.getByRole("button", { name: "10 hosts usual" }).waitFor();
        await page.getByRole("deletion").getByText("replica   in sync").waitFor();
        await page.getByRole("insertion").getByText("replica   degraded: replica lags by 41 s").waitFor();
        await page.getByText("status: connect: connection refused").waitFor();
        await stage.passes("results-folded");
        await page.getByRole("button", { name: "Show all of it" }).click();
        await page.getByRole("button", { name: "Show what differs" }).waitFor();
        await page.getByRole("button", { name: "Hosts 12" }).click();
        await page.getByRole("button", { name: "Only differing 2" }).click();
        expect(await page.locator(".execution").count()).toBe(2);
        expect(await page.getByRole("link", { name: "CSV" }).getAttribute("href")).toMatch(
            /^\/api\/v1\/batches\/ba_\d+\/results\?format=csv$/,
        );
    });

    it("carries a batch over five thousand hosts", async ({ stage }) => {
        const { page, controlPlane } = stage;
        for (let i = 1; i < 5_000; i++) controlPlane.world.addBound(`node-${i}`);
        await stage.signIn();
        await stage.go("/terminal");
        await page.getByRole("button", { name: "In parallel" }).click();
        await stage.run("touch x");
        await page.getByText("5,000 hosts", { exact: true }).waitFor();
        await stage.look("approval-5000");
        await page.getByRole("button", { name: "Approve for 5,000 hosts" }).click();
        await page.getByText("5,000 ok").waitFor({ timeout: 40_000 });
        expect(await page.locator(".execution").count()).toBeLessThan(60);
        await stage.passes("batch-5000");
    });

    it("goes through its waves as it is told to, and stops where it is told to", async ({ stage }) => {
        const { page, controlPlane } = stage;
        for (let i = 0; i < 5; i++) controlPlane.world.addBound(`app-${i}`);
        await stage.signIn();
        await stage.go("/terminal");
        await page.getByRole("button", { name: "In waves" }).click();
        await page.getByLabel("Wave of").fill("some");
        await page.getByText("A number of hosts is like 10 or like 10%.").waitFor();
        await page.getByLabel("Wave of").fill("2");
        await page.getByLabel("Ask after each wave").check();
        await stage.run("touch x");
        await page.getByText("waves of 2, asks before each further wave, stops at the first failure").waitFor();
        await stage.passes("approval-waves");
        await page.getByRole("button", { name: "Approve for 6 hosts" }).click();
        await page.getByText("Go on with the next 2 hosts (wave 2 of 3)?").waitFor();
        await stage.passes("batch-halted");
        await page.getByRole("button", { name: "Go on" }).click();
        await page.getByText("Go on with the next 2 hosts (wave 3 of 3)?").waitFor();
        await page.getByText("Wave 2: owner").waitFor();
        await page.getByRole("button", { name: "Stop", exact: true }).click();
        await page.getByText("Cancelled").first().waitFor();
        await page.getByText("4 ok").first().waitFor();
    });

    it("keeps clicks working while more runs than a browser has connections", async ({ stage }) => {
        const { page, controlPlane } = stage;
        for (let i = 0; i < 11; i++) controlPlane.world.addBound(`app-${i}`);
        await stage.signIn();
        await stage.go("/terminal");
        await page.getByRole("button", { name: "In parallel" }).click();
        for (let i = 1; i <= 6; i++) {
            await stage.run(`slow ${i}`);
            await page.getByRole("button", { name: "Approve for 12 hosts" }).click();
            const block = page.getByRole("article", { name: `Command slow ${i}` });
            await block.getByText("12 running").waitFor();
            await block.getByRole("button", { name: /^Hosts/ }).click();
            await block.getByRole("button", { name: "Expand all" }).click();
        }
        const last = page.getByRole("article", { name: "Command slow 6" });
        await last
            .getByText(/^step \d+ on host-1$/)
            .first()
            .waitFor();
        await stage.passes("terminal-crowded");
        await last.getByRole("button", { name: "Stop", exact: true }).click();
        await last.getByText("Cancelled").waitFor();
    });
});
