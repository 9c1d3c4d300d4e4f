import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { missing, Stage } from "./Browser.ts";
import { OTHER } from "./examples.ts";
import { at, SESSION } from "./fake/World.ts";

if (missing) console.warn(`\n  THE BROWSER TESTS OF THE CONSOLE DO NOT RUN: ${missing}\n`);

const metrics = {
    cpuPercent: 23.4,
    memoryPercent: 61,
    diskPercent: 84,
    memoryUsedMb: 4_997,
    memoryTotalMb: 8_192,
    diskUsedGb: 67.2,
    diskTotalGb: 80,
    load1: 0.42,
    uptimeSeconds: 1_220_000,
    latencyMs: 0.6,
    at: at(),
};

describe.skipIf(missing)("the console in a real browser", { timeout: 60_000 }, () => {
    let stage: Stage;

    beforeEach(async () => {
        stage = await Stage.open();
        const { world } = stage.controlPlane;
        world.add({
            name: "web-1",
            status: "BOUND",
            boundToMe: true,
            boundSession: SESSION,
            metrics,
        });
        world.add({ name: "web-2", metrics: { ...metrics, cpuPercent: 97, memoryPercent: 35 } });
        world.add({
            name: "db-1",
            status: "STALE",
            connected: false,
            boundSession: "se_other",
            lastHeartbeatAt: at(-95),
            metrics,
            alarms: [
                { code: "key-used-elsewhere", at: at(-600), message: "Its API key was tried from another machine." },
            ],
        });
        world.add({ name: "edge-berlin-4", status: "OFFLINE", connected: false, lastHeartbeatAt: at(-7_000) });
        world.add({
            name: "spare",
            status: "AVAILABLE",
            connected: false,
            host: null,
            lastHeartbeatAt: null,
            enrolledAt: null,
        });
        world.add({ name: "old", status: "STOPPED", connected: false, lastHeartbeatAt: at(-200_000) });
    });

    afterEach(async () => {
        await stage?.close();
    });

    afterAll(() => Stage.closeBrowser());

    async function run(command: string): Promise<void> {
        const line = stage.page.getByRole("textbox", { name: "Command" });
        await line.fill(command);
        await line.press("Enter");
    }

    it("signs in once by the link, and takes the token out of the address", async () => {
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

    it("says how to sign in when nobody is", async () => {
        await stage.go("/terminal");
        await stage.page.getByRole("heading", { name: "You are not signed in" }).waitFor();
        await stage.passes("signed-out");
    });

    it("shows operators changing while one looks", async () => {
        await stage.signIn();
        const { page, controlPlane } = stage;
        const row = page.getByRole("row").filter({ hasText: "web-2" });
        await row.getByText("Active").waitFor();
        controlPlane.world.change(controlPlane.world.operators[1]?.id ?? "", { status: "OFFLINE" });
        await row.getByText("Offline").waitFor();
    });

    it("binds, shows everything of an operator, and asks before it stops one", async () => {
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

    it("filters by text and status and keeps that in the address", async () => {
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

    it("adds an operator and flips by itself when its first heartbeat arrives", async () => {
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
            metrics,
        });
        await page.getByRole("dialog").getByText("Active").waitFor();
        await stage.passes("add-operator-arrived");
    });

    it("makes a token for many hosts, counts them as they come, and revokes it", async () => {
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

    it("turns a command into an approval card and then into its output", async () => {
        await stage.signIn();
        const { page, controlPlane } = stage;
        await page.getByRole("link", { name: "Terminal" }).click();
        await stage.passes("terminal-empty");
        await run("./deploy.sh > deploy.log; exit 0");
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

    it("runs an allowed command at once and shows a refused one with its reasons", async () => {
        await stage.signIn();
        const { page } = stage;
        await stage.go("/terminal");
        await run("uptime");
        await page.getByText("load average").waitFor();
        await run("sudo reboot");
        await page.getByText("The guard denies this: it raises privileges.").waitFor();
        await page.getByRole("list", { name: "What it would do" }).getByText("raises privileges").waitFor();
        await stage.passes("terminal-refused");
        await page.keyboard.press("ArrowUp");
        await page.keyboard.press("ArrowUp");
        expect(await page.getByRole("textbox", { name: "Command" }).inputValue()).toBe("uptime");
    });

    it("asks for the host's name before a HIGH risk, and spells out hidden characters", async () => {
        await stage.signIn();
        const { page, controlPlane } = stage;
        await stage.go("/terminal");
        await run("systemctl restart \u202enginx\u202c");
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
        it(`shows what a command would do, who has to agree, and a diff, in ${colorScheme}`, async () => {
            await stage.close();
            stage = await Stage.open({ colorScheme, height: 1_180 });
            const { page, controlPlane } = stage;
            const { world } = controlPlane;
            world.add({ name: "web-1", status: "BOUND", boundToMe: true, boundSession: SESSION });
            world.quorum = 2;
            await stage.signIn();
            await stage.go("/terminal");
            await run("edit nginx.conf");
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

    it("lets another person decide where whoever asks may not", async () => {
        const { page, controlPlane } = stage;
        controlPlane.world.requesterMayApprove = false;
        await stage.signIn();
        await stage.go("/terminal");
        await run("touch /tmp/x");
        await page.getByText("You asked for this, so another person has to agree.").waitFor();
        expect(await page.getByRole("button", { name: "Approve" }).isEnabled()).toBe(false);
        await stage.passes("approval-another-person");
    });

    it("counts the time to decide down and closes with it", async () => {
        const { page, controlPlane } = stage;
        controlPlane.world.secondsToDecide = 4;
        await stage.signIn();
        await stage.go("/terminal");
        await run("touch /tmp/x");
        await page.getByRole("timer").getByText("0:02").waitFor();
        await stage.look("approval-soon");
        await page.getByText("Approval expired").waitFor();
        expect(await page.getByRole("button", { name: "Approve" }).isEnabled()).toBe(false);
    });

    it("finds one among very many hosts before it approves", async () => {
        const { page, controlPlane } = stage;
        const bound = { status: "BOUND", boundToMe: true, boundSession: SESSION } as const;
        for (let i = 1; i < 3_000; i++) controlPlane.world.add({ name: `node-${i}`, ...bound });
        await stage.signIn();
        await stage.go("/terminal");
        await page.getByRole("button", { name: "In parallel" }).click();
        await run("systemctl restart nginx");
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

    it("denies with feedback, and keeps the decision in the inbox", async () => {
        await stage.signIn();
        const { page } = stage;
        await stage.go("/terminal");
        await run("touch /tmp/x");
        await page.getByRole("link", { name: /Approvals 1/ }).click();
        await stage.passes("approvals");
        await page.getByRole("button", { name: "Deny…" }).click();
        await page.getByRole("textbox").fill("Use the staging host.");
        await page.getByRole("button", { name: "Deny", exact: true }).click();
        await page.getByText("Nothing waits for you").waitFor();
        await page.getByText("“Use the staging host.”").waitFor();
        await stage.passes("approvals-decided");
    });

    it("shows several hosts under their names, counts outcomes, and runs again on those that failed", async () => {
        const { page, controlPlane } = stage;
        for (let i = 0; i < 12; i++)
            controlPlane.world.add({
                name: `app-${i}`,
                status: "BOUND",
                boundToMe: true,
                boundSession: SESSION,
            });
        await stage.signIn();
        await stage.go("/terminal");
        await page.getByRole("button", { name: "In parallel" }).click();
        await run("./check --may-fail");
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

    it("shows equal results together and marks what differs in the others", async () => {
        const { page, controlPlane } = stage;
        for (let i = 0; i < 11; i++)
            controlPlane.world.add({
                name: `app-${i}`,
                status: "BOUND",
                boundToMe: true,
                boundSession: SESSION,
            });
        await stage.signIn();
        await stage.go("/terminal");
        await page.getByRole("button", { name: "In parallel" }).click();
        await run("status --all");
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

    it("stops a running command, and takes a stop after the end", async () => {
        await stage.signIn();
        const { page } = stage;
        await stage.go("/terminal");
        await run("slow");
        await page.getByRole("button", { name: "Approve" }).click();
        await page.getByText("step 12 on host-1").waitFor();
        await stage.look("terminal-running");
        await page.getByRole("button", { name: "Stop", exact: true }).click();
        await page.getByText("interrupted").waitFor();
        await page.getByText("Stopped by owner.").waitFor();
    });

    it("resumes a live output by offset after the connection broke, without losing or repeating a line", async () => {
        await stage.signIn();
        const { page, controlPlane } = stage;
        await stage.go("/terminal");
        await run("slow");
        await page.getByRole("button", { name: "Approve" }).click();
        await page.getByText("step 5 on host-1").waitFor();
        controlPlane.dropStreams();
        await page.getByText("step 25 on host-1").waitFor();
        expect(controlPlane.batchStreams.length).toBeGreaterThan(1);
        expect(controlPlane.batchStreams.at(-1)?.lastEventId).toMatch(/^0:[1-9]\d*:0$/);
        await page.getByRole("button", { name: "Stop", exact: true }).click();
        await page.getByText("interrupted").waitFor();
        await page.getByRole("button", { name: "Copy output" }).click();
        const steps = (await page.evaluate(() => navigator.clipboard.readText())).trim().split("\n");
        expect(steps).toEqual(steps.map((_, index) => `step ${index + 1} on host-1`));
    });

    it("says when the connection is lost and recovers by itself", async () => {
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

    it("stays alive under an endless output and holds the sender back", async () => {
        await stage.signIn();
        const { page, controlPlane } = stage;
        await stage.go("/terminal");
        await run("endless");
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
            `endless output: longest frame ${Math.round(longest)} ms, heap ${Math.round(heap / 1e6)} MB after ${Math.round(controlPlane.bytesSent.output / 1e6)} MB`,
        );
        expect(heap).toBeLessThan(80_000_000);
        expect(await page.locator(".line").count()).toBeLessThan(120);
        await stage.passes("terminal-endless");
        await page.getByRole("button", { name: "Stop", exact: true }).click();
        await page.getByText("interrupted").waitFor({ timeout: 30_000 });
    });

    it("shows binary output safely", async () => {
        await stage.signIn();
        const { page } = stage;
        await stage.go("/terminal");
        await run("binary");
        await page.getByRole("button", { name: "Approve" }).click();
        await page.getByText("This looks like binary data").waitFor();
        await page.getByText("exit 0").waitFor();
        await stage.passes("terminal-binary");
    });

    it("reads a finished output from its host, and says when the host is away", async () => {
        await stage.signIn();
        const { page, controlPlane } = stage;
        await stage.go("/terminal");
        await run("echo kept");
        await page.getByRole("button", { name: "Approve" }).click();
        await page.getByText("exit 0").waitFor();
        const { id } = [...controlPlane.world.batches.values()][0] as { id: string };
        controlPlane.hostUnreachable = true;
        await stage.go(`/batches/${id}`);
        await page.getByText("The host that keeps this output is not connected.").waitFor();
        await stage.passes("batch-host-away");
        controlPlane.hostUnreachable = false;
        await page.getByRole("button", { name: "Try again" }).click();
        await page.locator(".line", { hasText: "kept" }).waitFor();
    });

    it("scrolls through ten thousand operators", async () => {
        const { page, controlPlane } = stage;
        for (let i = 0; i < 10_000; i++) controlPlane.world.add({ name: `node-${i}`, metrics });
        await stage.signIn();
        await page.getByText("10,006 operators").waitFor();
        expect(await page.getByRole("row").count()).toBeLessThan(60);
        await page.getByRole("table").evaluate((body) => (body.scrollTop = body.scrollHeight));
        await page.getByText("node-9999").waitFor();
        await stage.passes("operators-10000");
    });

    it("carries a batch over five thousand hosts", async () => {
        const { page, controlPlane } = stage;
        const bound = { status: "BOUND", boundToMe: true, boundSession: SESSION } as const;
        for (let i = 1; i < 5_000; i++) controlPlane.world.add({ name: `node-${i}`, ...bound });
        await stage.signIn();
        await stage.go("/terminal");
        await page.getByRole("button", { name: "In parallel" }).click();
        await run("touch x");
        await page.getByText("5,000 hosts", { exact: true }).waitFor();
        await stage.look("approval-5000");
        await page.getByRole("button", { name: "Approve for 5,000 hosts" }).click();
        await page.getByText("5,000 ok").waitFor({ timeout: 40_000 });
        expect(await page.locator(".execution").count()).toBeLessThan(60);
        await stage.passes("batch-5000");
    });

    it("goes through its waves as it is told to, and stops where it is told to", async () => {
        const { page, controlPlane } = stage;
        for (let i = 0; i < 5; i++)
            controlPlane.world.add({ name: `app-${i}`, status: "BOUND", boundToMe: true, boundSession: SESSION });
        await stage.signIn();
        await stage.go("/terminal");
        await page.getByRole("button", { name: "In waves" }).click();
        await page.getByLabel("Wave of").fill("some");
        await page.getByText("A number of hosts is like 10 or like 10%.").waitFor();
        await page.getByLabel("Wave of").fill("2");
        await page.getByLabel("Ask after each wave").check();
        await run("touch x");
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

    it("keeps clicks working while more runs than a browser has connections", async () => {
        const { page, controlPlane } = stage;
        for (let i = 0; i < 11; i++) {
            controlPlane.world.add({ name: `app-${i}`, status: "BOUND", boundToMe: true, boundSession: SESSION });
        }
        await stage.signIn();
        await stage.go("/terminal");
        await page.getByRole("button", { name: "In parallel" }).click();
        for (let i = 1; i <= 6; i++) {
            await run(`slow ${i}`);
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

    it("teaches the first step when there is nothing yet", async () => {
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

    it("explains a command without proposing it, and forgets that once it is proposed", async () => {
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
        await run("uptime");
        await explanation.waitFor({ state: "detached" });
    });

    it("shows the policy in force and what was changed last", async () => {
        await stage.signIn();
        const { page } = stage;
        await stage.go("/policy");
        await page.getByText("Version 2, set by").waitFor();
        await page.getByRole("heading", { name: "Changed from version 1 to 2" }).waitFor();
        await page.getByText("+   block: [reboot]").waitFor();
        await stage.passes("policy");
    });

    it("opens its shortcut sheet and moves by keys", async () => {
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

    it("holds its contrasts in the dark theme, and remembers the choice", async () => {
        await stage.signIn();
        const { page } = stage;
        await page.getByRole("button", { name: "Dark theme" }).click();
        await page.getByRole("button", { name: "db-1", exact: true }).click();
        await stage.passes("dark-operators");
        await stage.go("/terminal");
        await run("./deploy.sh > deploy.log");
        await page.getByRole("button", { name: "Approve" }).click();
        await page.getByText("exit 0").waitFor();
        await run("sudo reboot");
        await page.getByText("it raises privileges").waitFor();
        await run("systemctl restart nginx");
        await page.getByText("High risk").waitFor();
        await stage.passes("dark-terminal");
        await stage.go("/approvals");
        await page.getByText("Decided").waitFor();
        await stage.passes("dark-approvals");
    });

    it("fits a narrow window", async () => {
        const { page } = stage;
        await page.setViewportSize({ width: 420, height: 800 });
        await stage.signIn();
        await stage.passes("narrow-operators");
        await stage.go("/terminal");
        await run("./deploy.sh > deploy.log");
        await page.getByText("Waiting for approval").waitFor();
        await stage.passes("narrow-terminal");
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow).toBeLessThanOrEqual(0);
    });
});
