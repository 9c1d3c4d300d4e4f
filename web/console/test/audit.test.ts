import { expect } from "vitest";
import { at } from "./fake/time.ts";
import { inBrowser, onStage } from "./inBrowser.ts";

const it = onStage();

function transmission(operatorId: string, place: number, command: string, keptBytes: number, outputBytes: number) {
    return {
        executionId: String(place).padStart(64, "a"),
        batchId: `ba_${place}`,
        operatorId: place === 1 ? operatorId : "op_other",
        name: `web-${place}`,
        type: command.startsWith("read ") ? "read-file" : "run-command",
        command,
        at: at(-60 + place),
        keptBytes,
        metadataBytes: 412,
        outputBytes,
        keptShare: keptBytes === 0 ? null : Math.max(0, 1 - (412 + outputBytes) / keptBytes),
        state: "FINISHED" as const,
        exitCode: 0,
        stdoutSha256: "3a7bd3e2360a3d29eea436fcfb7e44c735d117c42d1c1835420b6b9942dd4f1b",
        stderrSha256: null,
    };
}

inBrowser("the transmission monitor in a real browser", () => {
    it("says so when nothing has run, and shows what does as it happens", async ({ stage }) => {
        const { page, controlPlane } = stage;
        const { id } = controlPlane.world.add({ name: "web-1" });
        await stage.signIn();
        await page.getByRole("link", { name: "Audit" }).click();
        await page.getByRole("heading", { name: "Nothing has run yet" }).waitFor();
        await page.getByText("Live", { exact: true }).waitFor();
        await stage.passes("audit-empty");
        controlPlane.transmissions.add(transmission(id, 1, "journalctl -u nginx --since today", 48_210, 0));
        await page.getByRole("row").filter({ hasText: "journalctl" }).getByText("48.2 kB").waitFor();
        controlPlane.transmissions.add(transmission(id, 2, "read /etc/hosts", 1_024, 1_108));
        controlPlane.transmissions.add(
            transmission(id, 3, "tar -czf /srv/backup.tgz /srv/data --exclude /srv/data/cache", 0, 0),
        );
        const row = page.getByRole("row").filter({ hasText: "File read" });
        await row.getByText("1.1 kB").waitFor();
        await row.getByText("0.0 %").waitFor();
        await stage.passes("audit");
        await page.getByLabel("Host").selectOption({ label: "web-1" });
        await page.getByText("journalctl").waitFor();
        await page.getByText("File read").waitFor({ state: "detached" });
        await page.getByLabel("Host").selectOption({ label: "All hosts" });
        await row.waitFor();
        await page.getByRole("button", { name: "Dark theme" }).click();
        await stage.passes("audit-dark");
        await page.setViewportSize({ width: 420, height: 800 });
        await stage.passes("audit-narrow-dark");
        await page.getByRole("button", { name: "Light theme" }).click();
        await stage.passes("audit-narrow");
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow).toBeLessThanOrEqual(0);
    });
});
