import { expect } from "vitest";
import { at } from "./fake/time.ts";
import { inBrowser, onStage } from "./inBrowser.ts";
import { METRICS, mixedFleet } from "./mixedFleet.ts";

const it = onStage(mixedFleet);

inBrowser("operators, in a real browser", () => {
    it("shows operators changing while one looks", async ({ stage }) => {
        await stage.signIn();
        const { page, controlPlane } = stage;
        const row = page.getByRole("row").filter({ hasText: "web-2" });
        await row.getByText("Active").waitFor();
        controlPlane.world.change(controlPlane.world.operators[1]?.id ?? "", { status: "OFFLINE" });
        await row.getByText("Offline").waitFor();
    });

    it("binds, shows everything of an operator, and asks before it stops one", async ({ stage }) => {
        await stage.signIn();
        const { page } = stage;
        await page.getByRole("button", { name: "Bind web-2" }).click();
        await page.getByRole("button", { name: "Unbind web-2" }).waitFor();
        await page.getByRole("button", { name: "db-1", exact: true }).click();
        await page.getByText("Its API key was tried from another machine.").first().waitFor();
        await page.waitForURL(/operator=op_/);
        await page.getByRole("button", { name: "web-1", exact: true }).click();
        await page.getByRole("heading", { name: "web-1" }).waitFor();
        await stage.passes("operator-detail");
        await page.getByRole("button", { name: "Stop", exact: true }).click();
        await stage.passes("operator-stop");
        expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Cancel");
        await page.getByRole("button", { name: "Stop operator" }).click();
        await page.getByRole("row").filter({ hasText: "web-1" }).getByText("Stopped").waitFor();
    });

    it("filters by text and status and keeps that in the address", async ({ stage }) => {
        await stage.signIn();
        const { page } = stage;
        await page.keyboard.press("/");
        await page.keyboard.type("web");
        await page.getByText("db-1").waitFor({ state: "hidden" });
        await page.getByRole("button", { name: /^Active/ }).click();
        await page.getByText("web-1").waitFor({ state: "hidden" });
        expect(page.url()).toContain("?q=web&status=ACTIVE");
        await page.reload();
        await page.getByText("web-2").waitFor();
        expect(await page.getByText("web-1").count()).toBe(0);
    });

    it("adds an operator and flips by itself when its first heartbeat arrives", async ({ stage }) => {
        await stage.signIn();
        const { page, controlPlane } = stage;
        await page.getByRole("button", { name: "Add operator" }).click();
        await stage.passes("add-operator");
        await page.getByLabel("Name", { exact: true }).fill("web-1");
        await page.getByRole("button", { name: "Create API key" }).click();
        await page.getByText("There is an operator named web-1.").waitFor();
        await page.getByLabel("Name", { exact: true }).fill("web-9");
        await page.getByRole("button", { name: "Create API key" }).click();
        await page.getByText("Waiting for the first heartbeat").waitFor();
        await page.getByRole("button", { name: "Copy install line" }).click();
        expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
            /^curl -fsSk --pinnedpubkey .* DROPOPS_OPERATOR_API_KEY=dok_/,
        );
        await stage.passes("add-operator-waiting");
        const { id } = controlPlane.world.operators.at(-1) as { id: string };
        const host = controlPlane.world.operators[0]?.host ?? null;
        controlPlane.world.change(id, {
            status: "ACTIVE",
            connected: true,
            lastHeartbeatAt: at(),
            enrolledAt: at(),
            host,
            metrics: METRICS,
        });
        await page.getByRole("dialog").getByText("Active").waitFor();
        await stage.passes("add-operator-arrived");
    });

    it("makes a token for many hosts, counts them as they come, and revokes it", async ({ stage }) => {
        await stage.signIn();
        const { page, controlPlane } = stage;
        await page.getByRole("button", { name: "Add operator" }).click();
        await page.getByRole("button", { name: "Many hosts" }).click();
        await page.getByLabel("Hosts", { exact: true }).fill("500");
        await page.getByLabel("Names", { exact: true }).fill("web-{n}");
        await page.getByLabel("Labels", { exact: true }).fill("role");
        await page.getByText("is not of the form key=value").waitFor();
        await page.getByLabel("Labels", { exact: true }).fill("role=web zone=eu-1");
        await stage.passes("add-many");
        await page.getByRole("button", { name: "Create token" }).click();
        await page.getByText("0 of 500 hosts have come").waitFor();
        await page.getByRole("button", { name: "Copy install line" }).click();
        expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
            /^curl -fsSk --pinnedpubkey .* DROPOPS_OPERATOR_SESSION=dlk_/,
        );
        const { id, labels } = controlPlane.deviceLinks.all[0] as { id: string; labels: object };
        expect(labels).toEqual({ role: "web", zone: "eu-1" });
        controlPlane.deviceLinks.change(id, { used: 20 });
        await page.getByText("20 of 500 hosts have come").waitFor();
        await stage.passes("add-many-waiting");
        await page.getByRole("button", { name: "Done" }).click();

        await page.getByRole("button", { name: "Add operator" }).click();
        await page.getByRole("button", { name: "Many hosts" }).click();
        await page.getByText("480 of 500").waitFor();
        await stage.passes("device-links");
        await page.getByRole("button", { name: "Revoke the token for web-{n}" }).click();
        await page.getByRole("cell", { name: "Revoked" }).waitFor();
        expect(controlPlane.deviceLinks.all[0]?.state).toBe("REVOKED");
    });

    it("scrolls through ten thousand operators", async ({ stage }) => {
        const { page, controlPlane } = stage;
        for (let i = 0; i < 10_000; i++) controlPlane.world.add({ name: `node-${i}`, metrics: METRICS });
        await stage.signIn();
        await page.getByText("10,006 operators").waitFor();
        expect(await page.getByRole("row").count()).toBeLessThan(60);
        await page.getByRole("table").evaluate((body) => (body.scrollTop = body.scrollHeight));
        await page.getByText("node-9999").waitFor();
        await stage.passes("operators-10000");
    });
});
