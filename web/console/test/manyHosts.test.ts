import { loadavg } from "node:os";
import { expect } from "vitest";
import type { Stage } from "./Browser.ts";
import { answer, begin, end } from "./fake/manyHosts.ts";
import { pause } from "./fake/time.ts";
import { inBrowser, onStage } from "./inBrowser.ts";

const ROWS = Number(process.env["ROWS"] ?? 10_000);
const STEP = 200;

const it = onStage((stage) => stage.signIn());

interface Frames {
    count: number;
    long: number;
    longest: number;
}

async function measure(stage: Stage, what: string, doing: () => Promise<void>): Promise<void> {
    await stage.page.evaluate(() => {
        const frames = { count: 0, long: 0, longest: 0, on: true };
        (window as unknown as { frames: Frames }).frames = frames;
        let last = performance.now();
        const tick = (now: number): void => {
            const took = now - last;
            last = now;
            frames.count++;
            if (took > 50) frames.long++;
            frames.longest = Math.max(frames.longest, took);
            if (frames.on) requestAnimationFrame(tick);
        };
        requestAnimationFrame(tick);
    });
    const before = await stage.busy();
    await doing();
    const busy = (await stage.busy()) - before;
    const { count, long, longest } = await stage.page.evaluate(() => {
        const { frames } = window as unknown as { frames: Frames & { on: boolean } };
        frames.on = false;
        return frames;
    });
    console.info(
        `${what}: ${count} frames, ${long} longer than 50 ms, the longest ${Math.round(longest)} ms; ${((1_000 * busy) / count).toFixed(1)} ms of processor time each (load ${loadavg()[0]?.toFixed(1)})`,
    );
}

inBrowser(`a batch over ${ROWS} hosts`, () => {
    it(
        "holds few rows in the page, shows results as they come and scrolls to the last host",
        { timeout: 120_000 },
        async ({ stage }) => {
            const { page, controlPlane } = stage;
            const { world } = controlPlane;
            const id = begin(world, ROWS);
            await stage.go(`/batches/${id}`);
            await page.getByText(`${ROWS.toLocaleString("en")} hosts without a result so far.`).waitFor();
            await measure(stage, "results arriving", async () => {
                for (let from = 0; from < ROWS; from += STEP) {
                    answer(world, id, from, Math.min(ROWS, from + STEP));
                    await pause(20);
                }
                end(world, id);
                await page.getByText("Failed", { exact: true }).first().waitFor();
            });
            await page.getByRole("button", { name: `${(ROWS - 2).toLocaleString("en")} hosts usual` }).waitFor();
            expect(await page.locator(".execution").count()).toBe(3);
            await stage.passes("batch-folded");
            await page.emulateMedia({ colorScheme: "dark" });
            await page.getByRole("deletion").waitFor();
            await stage.passes("batch-folded-dark");
            await page.setViewportSize({ width: 390, height: 844 });
            await stage.passes("batch-folded-narrow");
            await page.emulateMedia({ colorScheme: "light" });
            await page.setViewportSize({ width: 1360, height: 860 });
            await page.getByRole("button", { name: `Hosts ${ROWS.toLocaleString("en")}` }).click();
            const list = page.locator(".executions-scroller");
            await list.hover();
            // what the machine itself does to frames at this load
            await measure(stage, "resting", () => pause(5_000));
            await measure(stage, "scrolling", async () => {
                for (let at = 0; at < ROWS * 36; at += 2_400) {
                    await page.mouse.wheel(0, 2_400);
                    await pause(16);
                }
            });
            await stage.look("batch-hosts");
            await page.getByText(`host-${String(ROWS - 1).padStart(5, "0")}`).waitFor();
            expect(await page.locator(".execution").count()).toBeLessThan(80);
            await page.getByRole("button", { name: "Only differing 2" }).click();
            await page.getByText("host-00005").waitFor();
            expect(await page.locator(".execution").count()).toBe(2);
            expect(stage.faults).toEqual([]);
        },
    );
});
