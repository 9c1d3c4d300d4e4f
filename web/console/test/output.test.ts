import { expect } from "vitest";
import { inBrowser, onStage } from "./inBrowser.ts";
import { mixedFleet } from "./mixedFleet.ts";

const it = onStage(mixedFleet);

inBrowser("output, in a real browser", () => {
    it("stops a running command, and takes a stop after the end", async ({ stage }) => {
        await stage.signIn();
        const { page } = stage;
        await stage.go("/terminal");
        await stage.run("slow");
        await page.getByRole("button", { name: "Approve" }).click();
        await page.getByText("step 12 on host-1").waitFor();
        await stage.look("terminal-running");
        await page.getByRole("button", { name: "Stop", exact: true }).click();
        await page.getByText("interrupted").waitFor();
        await page.getByText("Stopped by owner.").waitFor();
    });

    it("resumes a live output by offset after the connection broke, without losing or repeating a line", async ({
        stage,
    }) => {
        await stage.signIn();
        const { page, controlPlane } = stage;
        await stage.go("/terminal");
        await stage.run("slow");
        await page.getByRole("button", { name: "Approve" }).click();
        await page.getByText("step 5 on host-1").waitFor();
        controlPlane.streams.drop();
        await page.getByText("step 25 on host-1").waitFor();
        expect(controlPlane.streams.ofBatches.length).toBeGreaterThan(1);
        expect(controlPlane.streams.ofBatches.at(-1)?.lastEventId).toMatch(/^0:[1-9]\d*:0$/);
        await page.getByRole("button", { name: "Stop", exact: true }).click();
        await page.getByText("interrupted").waitFor();
        await page.getByRole("button", { name: "Copy output" }).click();
        const steps = (await page.evaluate(() => navigator.clipboard.readText())).trim().split("\n");
        expect(steps).toEqual(steps.map((_, index) => `step ${index + 1} on host-1`));
    });

    it("stays alive under an endless output and holds the sender back", async ({ stage }) => {
        await stage.signIn();
        const { page, controlPlane } = stage;
        await stage.go("/terminal");
        await stage.run("endless");
        await page.getByRole("button", { name: "Approve" }).click();
        await page.getByText("Earlier output is on the host:").waitFor();
        const longest = await page.evaluate(async () => {
            let worst = 0;
            let before = performance.now();
            for (const end = before + 3_000; performance.now() < end;) {
                await new Promise((next) => requestAnimationFrame(next));
                worst = Math.max(worst, performance.now() - before);
                before = performance.now();
            }
            return worst;
        });
        const heap = await stage.heap();
        console.info(
            `endless output: longest frame ${Math.round(longest)} ms, heap ${Math.round(heap / 1e6)} MB after ${Math.round(controlPlane.streams.bytesSent.output / 1e6)} MB`,
        );
        expect(heap).toBeLessThan(80_000_000);
        expect(await page.locator(".line").count()).toBeLessThan(120);
        await stage.passes("terminal-endless");
        await page.getByRole("button", { name: "Stop", exact: true }).click();
        await page.getByText("interrupted").waitFor({ timeout: 30_000 });
    });

    it("shows binary output safely", async ({ stage }) => {
        await stage.signIn();
        const { page } = stage;
        await stage.go("/terminal");
        await stage.run("binary");
        await page.getByRole("button", { name: "Approve" }).click();
        await page.getByText("This looks like binary data").waitFor();
        await page.getByText("exit 0").waitFor();
        await stage.passes("terminal-binary");
    });

    it("reads a finished output from its host, and says when the host is away", async ({ stage }) => {
        await stage.signIn();
        const { page, controlPlane } = stage;
        await stage.go("/terminal");
        await stage.run("echo kept");
        await page.getByRole("button", { name: "Approve" }).click();
        await page.getByText("exit 0").waitFor();
        const { id } = [...controlPlane.world.batches.all.values()][0] as { id: string };
        controlPlane.hostUnreachable = true;
        await stage.go(`/batches/${id}`);
        await page.getByText("The host that keeps this output is not connected.").waitFor();
        await stage.passes("batch-host-away");
        controlPlane.hostUnreachable = false;
        await page.getByRole("button", { name: "Try again" }).click();
        await page.locator(".line", { hasText: "kept" }).waitFor();
    });
});
