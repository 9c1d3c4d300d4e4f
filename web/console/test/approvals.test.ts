import { expect } from "vitest";
import { OTHER } from "./examples.ts";
import { inBrowser, onStage } from "./inBrowser.ts";
import { mixedFleet } from "./mixedFleet.ts";

const it = onStage(mixedFleet);

inBrowser("questions and their answers, in a real browser", () => {
    it("turns a command into an approval card and then into its output", async ({ stage }) => {
        await stage.signIn();
        const { page, controlPlane } = stage;
        await page.getByRole("link", { name: "Terminal" }).click();
        await stage.passes("terminal-empty");
        await stage.run("./deploy.sh > deploy.log; exit 0");
        await page.getByText("Waiting for approval").waitFor();
        await stage.passes("terminal-approval");
        // The keys that proposed must not approve.
        await page.keyboard.press("Enter");
        await page.keyboard.press("Space");
        expect([...controlPlane.world.approvals.values()][0]?.state).toBe("PENDING");
        await page.getByRole("button", { name: "Approve" }).click();
        await page.getByText("exit 0").waitFor();
        await page.getByText("runs 2.14.0").waitFor();
        expect(await page.getByText("download ████████████████████ 100%").count()).toBe(1);
        expect(await page.locator(".line.stderr").innerText()).toContain("no longer read");
        await stage.passes("terminal-output");
        await page.reload();
        await page.getByText("runs 2.14.0").waitFor();
        await page.getByRole("link", { name: "Open this batch" }).click();
        await page.getByText("Approved by owner, who also asked").waitFor();
        await stage.passes("batch");
    });

    it("runs an allowed command at once and shows a refused one with its reasons", async ({ stage }) => {
        await stage.signIn();
        const { page } = stage;
        await stage.go("/terminal");
        await stage.run("uptime");
        await page.getByText("load average").waitFor();
        await stage.run("sudo reboot");
        await page.getByText("The guard denies this: it raises privileges.").waitFor();
        await page.getByRole("list", { name: "What it would do" }).getByText("raises privileges").waitFor();
        await stage.passes("terminal-refused");
        await page.keyboard.press("ArrowUp");
        await page.keyboard.press("ArrowUp");
        expect(await page.getByRole("textbox", { name: "Command" }).inputValue()).toBe("uptime");
    });

    it("asks for the host's name before a HIGH risk, and spells out hidden characters", async ({ stage }) => {
        await stage.signIn();
        const { page, controlPlane } = stage;
        await stage.go("/terminal");
        await stage.run("systemctl restart \u202enginx\u202c");
        await page.getByText("High risk").waitFor();
        await page.getByText("⟨U+202E⟩nginx⟨U+202C⟩").waitFor();
        const approve = page.getByRole("button", { name: "Approve" });
        await page.waitForTimeout(700);
        expect(await approve.isEnabled()).toBe(false);
        await page.getByText("Runs unconfined: changes the system").waitFor();
        await page.getByText("Changes a service of the system.").waitFor();
        const field = page.getByLabel("Type the name of the host to approve");
        await field.fill("host-2");
        await field.press("Enter");
        await page.getByText("what was typed does not confirm it").waitFor();
        expect([...controlPlane.world.approvals.values()][0]?.state).toBe("PENDING");
        await field.fill("host-1");
        await stage.passes("terminal-high");
        await approve.click();
        await page.getByText("exit 0").waitFor();
        expect([...controlPlane.world.approvals.values()][0]?.state).toBe("GRANTED");
    });

    for (const colorScheme of ["light", "dark"] as const) {
        const it = onStage(({ controlPlane }) => void controlPlane.world.addBound("web-1"), {
            colorScheme,
            height: 1_180,
        });
        it(`shows what a command would do, who has to agree, and a diff, in ${colorScheme}`, async ({ stage }) => {
            const { page, controlPlane } = stage;
            const { world } = controlPlane;
            world.quorum = 2;
            await stage.signIn();
            await stage.go("/terminal");
            await stage.run("edit nginx.conf");
            const card = page.getByRole("article", { name: "Approval for edit nginx.conf" });
            await card.getByText("0 of 2 agreed, waiting for 2 people").waitFor();
            await card.getByText("writes /etc/nginx/nginx.conf").waitFor();
            await card.getByText("Runs confined: cannot touch protected system paths").waitFor();
            await card.getByText("May change files below the working folder.").waitFor();
            await card
                .getByRole("timer")
                .getByText(/^[45]:[0-9]{2}$/)
                .waitFor();
            const diff = card.getByRole("region", { name: /Changes to the file/ });
            expect(await diff.getByRole("row", { name: /removed worker_processes 2;/ }).count()).toBe(1);
            expect(await diff.getByRole("row", { name: /added worker_rlimit_nofile 8192;/ }).count()).toBe(1);
            await diff.getByText("access_log off;⟨U+202E⟩").waitFor();
            await page.waitForFunction(() => !document.querySelector(".approval-card .approve:disabled"));
            await stage.passes(`approval-${colorScheme}`);

            await card.getByRole("button", { name: "Approve" }).click();
            await card.getByText("1 of 2 agreed, waiting for another person").first().waitFor();
            await card.getByText("You have agreed.").waitFor();
            expect(await card.getByRole("button", { name: "Approve" }).isEnabled()).toBe(false);
            expect(await card.getByRole("button", { name: "Deny…" }).isEnabled()).toBe(true);
            await stage.passes(`approval-one-of-two-${colorScheme}`);

            const [asked] = [...world.approvals.values()];
            world.agree(asked?.id ?? "", "", OTHER);
            await page.getByText("exit 0").waitFor();
            await page.getByText("Waiting for approval").waitFor({ state: "hidden" });
            await page.getByRole("button", { name: "Stop", exact: true }).waitFor({ state: "hidden" });
            await page.getByRole("link", { name: "Open this batch" }).click();
            await page.getByText("2 of 2 agreed").waitFor();
            await page.getByText("Approved by owner and Ada").waitFor();
            await stage.passes(`approval-agreed-${colorScheme}`);
        });
    }

    it("lets another person decide where whoever asks may not", async ({ stage }) => {
        const { page, controlPlane } = stage;
        controlPlane.world.requesterMayApprove = false;
        await stage.signIn();
        await stage.go("/terminal");
        await stage.run("touch /tmp/x");
        await page.getByText("You asked for this, so another person has to agree.").waitFor();
        expect(await page.getByRole("button", { name: "Approve" }).isEnabled()).toBe(false);
        await stage.passes("approval-another-person");
    });

    it("counts the time to decide down and closes with it", async ({ stage }) => {
        const { page, controlPlane } = stage;
        controlPlane.world.secondsToDecide = 4;
        await stage.signIn();
        await stage.go("/terminal");
        await stage.run("touch /tmp/x");
        await page.getByRole("timer").getByText("0:02").waitFor();
        await stage.look("approval-soon");
        await page.getByText("Approval expired").waitFor();
        expect(await page.getByRole("button", { name: "Approve" }).isEnabled()).toBe(false);
    });

    it("finds one among very many hosts before it approves", async ({ stage }) => {
        const { page, controlPlane } = stage;
        for (let i = 1; i < 3_000; i++) controlPlane.world.addBound(`node-${i}`);
        await stage.signIn();
        await stage.go("/terminal");
        await page.getByRole("button", { name: "In parallel" }).click();
        await stage.run("systemctl restart nginx");
        const hosts = page.getByRole("region", { name: "Hosts" });
        await hosts.getByRole("listitem").first().waitFor();
        expect(await hosts.getByRole("listitem").count()).toBeLessThan(40);
        await stage.passes("approval-3000");
        await page.getByRole("searchbox", { name: "Find a host among 3,000" }).fill("node-2999");
        await page.getByText("1 found").waitFor();
        await page.getByLabel(/Type the number of hosts/).fill("3,000 hosts");
        await page.getByRole("button", { name: "Approve for 3,000 hosts" }).click();
        await page.getByText("3,000 ok").waitFor({ timeout: 40_000 });
    });

    it("denies with feedback, and keeps the decision in the inbox", async ({ stage }) => {
        await stage.signIn();
        const { page } = stage;
        await stage.go("/terminal");
        await stage.run("touch /tmp/x");
        await page.getByRole("link", { name: /Approvals 1/ }).click();
        await stage.passes("approvals");
        await page.getByRole("button", { name: "Deny…" }).click();
        await page.getByRole("textbox").fill("Use the staging host.");
        await page.getByRole("button", { name: "Deny", exact: true }).click();
        await page.getByText("Nothing waits for you").waitFor();
        await page.getByText("“Use the staging host.”").waitFor();
        await stage.passes("approvals-decided");
    });

    it("explains a command without proposing it, and forgets that once it is proposed", async ({ stage }) => {
        await stage.signIn();
        const { page, controlPlane } = stage;
        await stage.go("/terminal");
        await page.getByRole("textbox", { name: "Command" }).fill("systemctl restart nginx");
        await page.getByRole("button", { name: "Explain" }).click();
        const explanation = page.getByRole("region", { name: "Explanation" });
        await explanation.getByText("Would ask first").waitFor();
        await explanation.getByText("High risk").waitFor();
        await explanation.getByText("restarts nginx").waitFor();
        await explanation.getByText("Runs unconfined: changes the system").waitFor();
        expect(controlPlane.world.approvals.size).toBe(0);
        await stage.passes("explained");
        await page.getByRole("textbox", { name: "Command" }).fill("sudo id");
        await page.getByRole("button", { name: "Explain" }).click();
        await explanation.getByText("Would be denied").waitFor();
        await stage.run("uptime");
        await explanation.waitFor({ state: "detached" });
    });
});
