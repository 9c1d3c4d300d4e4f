import { expect } from "vitest";
import { inBrowser, onStage } from "./inBrowser.ts";
import { mixedFleet } from "./mixedFleet.ts";

const it = onStage(mixedFleet);

inBrowser("the console as a whole, in a real browser", () => {
    it("signs in once by the link, and takes the token out of the address", async ({ stage }) => {
        const { page, controlPlane } = stage;
        await stage.signIn();
        expect(page.url()).toBe(`${controlPlane.url}/`);
        await page.getByText("web-1").waitFor();
        await stage.passes("operators");
        await page.goto(`${controlPlane.url}/login#one-time`);
        await page.getByRole("heading", { name: "This link no longer works" }).waitFor();
        expect(page.url()).toBe(`${controlPlane.url}/login`);
        await stage.passes("login-used");
    });

    it("says how to sign in when nobody is", async ({ stage }) => {
        await stage.go("/terminal");
        await stage.page.getByRole("heading", { name: "You are not signed in" }).waitFor();
        await stage.passes("signed-out");
    });

    it("says when the connection is lost and recovers by itself", async ({ stage }) => {
        await stage.signIn();
        const { page, controlPlane } = stage;
        await page.getByText("web-1").waitFor();
        await controlPlane.stop();
        await page.getByText("The connection to the control plane is lost.").waitFor();
        await stage.look("connection-lost");
        controlPlane.world.change(controlPlane.world.operators[1]?.id ?? "", { status: "OFFLINE" });
        await controlPlane.start();
        await page.getByText("The connection to the control plane is lost.").waitFor({ state: "hidden" });
        await page.getByRole("row").filter({ hasText: "web-2" }).getByText("Offline").waitFor();
    });

    it("teaches the first step when there is nothing yet", async ({ stage }) => {
        stage.controlPlane.world.operators = [];
        await stage.signIn();
        const { page } = stage;
        await page.getByRole("heading", { name: "No operators yet" }).waitFor();
        await stage.passes("operators-empty");
        await stage.go("/terminal");
        await page.getByRole("heading", { name: "Bind an operator first" }).waitFor();
        await stage.passes("terminal-unbound");
        await stage.go("/history");
        await page.getByRole("heading", { name: "Nothing has run yet" }).waitFor();
        await stage.passes("history-empty");
        await stage.go("/nowhere");
        await page.getByRole("heading", { name: "There is no such page" }).waitFor();
    });

    it("shows the policy in force and what was changed last", async ({ stage }) => {
        await stage.signIn();
        const { page } = stage;
        await stage.go("/policy");
        await page.getByText("Version 2, set by").waitFor();
        await page.getByRole("heading", { name: "Changed from version 1 to 2" }).waitFor();
        await page.getByText("+   block: [reboot]").waitFor();
        await stage.passes("policy");
    });

    it("opens its shortcut sheet and moves by keys", async ({ stage }) => {
        await stage.signIn();
        const { page } = stage;
        await page.keyboard.press("?");
        await page.getByRole("heading", { name: "Keyboard shortcuts" }).waitFor();
        await stage.passes("shortcuts");
        await page.keyboard.press("Escape");
        await page.keyboard.press("g");
        await page.keyboard.press("h");
        await page.getByRole("heading", { name: "History" }).waitFor();
        await page.keyboard.press("Control+k");
        await page.keyboard.type("db");
        await stage.passes("palette");
        await page.keyboard.press("Enter");
        await page.getByRole("heading", { name: "db-1" }).waitFor();
    });

    it("holds its contrasts in the dark theme, and remembers the choice", async ({ stage }) => {
        await stage.signIn();
        const { page } = stage;
        await page.getByRole("button", { name: "Dark theme" }).click();
        await page.getByRole("button", { name: "db-1", exact: true }).click();
        await stage.passes("dark-operators");
        await stage.go("/terminal");
        await stage.run("./deploy.sh > deploy.log");
        await page.getByRole("button", { name: "Approve" }).click();
        await page.getByText("exit 0").waitFor();
        await stage.run("sudo reboot");
        await page.getByText("it raises privileges").waitFor();
        await stage.run("systemctl restart nginx");
        await page.getByText("High risk").waitFor();
        await stage.passes("dark-terminal");
        await stage.go("/approvals");
        await page.getByText("Decided").waitFor();
        await stage.passes("dark-approvals");
    });

    it("fits a narrow window", async ({ stage }) => {
        const { page } = stage;
        await page.setViewportSize({ width: 420, height: 800 });
        await stage.signIn();
        await stage.passes("narrow-operators");
        await stage.go("/terminal");
        await stage.run("./deploy.sh > deploy.log");
        await page.getByText("Waiting for approval").waitFor();
        await stage.passes("narrow-terminal");
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow).toBeLessThanOrEqual(0);
    });
});
