import { expect } from "vitest";
import { ME } from "./fake/me.ts";
import { inBrowser, onStage } from "./inBrowser.ts";

const it = onStage(async (stage) => {
    stage.controlPlane.world.add({ name: "web-1" });
    await stage.signIn();
});

inBrowser("what is kept, in a real browser", () => {
    it("can be taken along, and erased once its name was typed", async ({ stage }) => {
        const { page } = stage;
        await page.getByRole("link", { name: "local" }).click();
        const everything = page.getByRole("link", { name: "Everything" });
        expect(await everything.getAttribute("href")).toBe("/api/v1/workspace/export");
        const mine = page.getByRole("link", { name: "What names" });
        expect(await mine.getAttribute("href")).toBe(`/api/v1/workspace/export?member=${ME.id}`);
        const erase = page.getByRole("button", { name: "Erase local" });
        expect(await erase.isDisabled()).toBe(true);
        await page.getByLabel("Type local to erase it").fill("loca");
        expect(await erase.isDisabled()).toBe(true);
        await stage.passes("settings");
        await page.getByRole("button", { name: "Dark theme" }).click();
        await page.setViewportSize({ width: 420, height: 800 });
        await stage.passes("settings-narrow-dark");
        await page.getByLabel("Type local to erase it").fill("local");
        await erase.click();
        await page.getByText("4,711 rows and the key").waitFor();
        await stage.passes("settings-erased");
    });
});
