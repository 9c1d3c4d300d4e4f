import { expect } from "vitest";
import { FIRST } from "./fake/files.ts";
import { inBrowser, onStage } from "./inBrowser.ts";

const it = onStage();

inBrowser("the versions of a file in a real browser", () => {
    it("of a whole batch are taken back by one proposal", async ({ stage }) => {
        const { page, controlPlane } = stage;
        for (const name of ["web-1", "web-2", "web-3"]) controlPlane.world.addBound(name);
        await stage.signIn();
        await stage.go("/terminal");
        await stage.run("write /srv/app.conf");
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

    it("are told by the host, compared, and brought back once that is approved", async ({ stage }) => {
        const { page, controlPlane } = stage;
        controlPlane.world.addBound("web-1");
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
