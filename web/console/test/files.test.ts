import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { missing, Stage } from "./Browser.ts";
import { FIRST } from "./fake/files.ts";
import { SESSION } from "./fake/World.ts";

describe.skipIf(missing)("the versions of a file in a real browser", { timeout: 60_000 }, () => {
    let stage: Stage;

    beforeEach(async () => {
        stage = await Stage.open();
    });

    afterEach(async () => {
        await stage?.close();
    });

    afterAll(() => Stage.closeBrowser());

    it("of a whole batch are taken back by one proposal", async () => {
        const { page, controlPlane } = stage;
        for (const name of ["web-1", "web-2", "web-3"])
            controlPlane.world.add({ name, status: "BOUND", boundToMe: true, boundSession: SESSION });
        await stage.signIn();
        await stage.go("/terminal");
        const line = page.getByRole("textbox", { name: "Command" });
        await line.fill("write /srv/app.conf");
        await line.press("Enter");
        await page.waitForTimeout(700);
        await page.getByRole("button", { name: "Approve" }).click();
        await page.getByRole("link", { name: "Open this batch" }).click();
        const undo = page.getByRole("button", { name: "Undo on all hosts" });
        await undo.waitFor();
        await stage.passes("undo-batch");
        await undo.click();
        await page.waitForURL(/approvals/);
        await page.getByText("/srv/app.conf").first().waitFor();
        await page
            .getByText(/^undo ba_/)
            .first()
            .waitFor();
        await stage.passes("undo-approval");
    });

    it("are told by the host, compared, and brought back once that is approved", async () => {
        const { page, controlPlane } = stage;
        controlPlane.world.add({ name: "web-1", status: "BOUND", boundToMe: true, boundSession: SESSION });
        await stage.signIn();
        await page.getByRole("link", { name: "Files" }).click();
        await page.getByLabel("File", { exact: true }).fill("/srv/unknown");
        await page.getByRole("button", { name: "Show versions" }).click();
        await page.getByText("keeps no version of this file").waitFor();
        await page.getByLabel("File", { exact: true }).fill("/srv/app.conf");
        await page.getByRole("button", { name: "Show versions" }).click();
        await page.getByRole("cell", { name: "before write /srv/app.conf" }).waitFor();
        expect(page.url()).toContain("path=%2Fsrv%2Fapp.conf");
        await page.getByRole("button", { name: "Compare" }).click();
        await page.getByText("workers 4").waitFor();
        await stage.passes("files-diff");
        await page.getByLabel("From").selectOption(FIRST);
        await page.getByLabel("To", { exact: true }).selectOption(FIRST);
        await page.getByRole("button", { name: "Compare" }).click();
        await page.getByText("The two are the same.").waitFor();
        await page.getByRole("button", { name: `Restore version ${FIRST.slice(0, 10)}` }).click();
        await page.getByText("Waiting for approval").waitFor();
        await stage.passes("files-restore");
        await page.getByRole("button", { name: "Dark theme" }).click();
        await page.setViewportSize({ width: 420, height: 900 });
        await stage.passes("files-narrow-dark");
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow).toBeLessThanOrEqual(0);
        await page.waitForTimeout(700);
        await page.getByRole("button", { name: "Approve" }).click();
        await page.getByText("restore /srv/app.conf: done").waitFor();
    });
});
