import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import axe from "axe-core";
import { type Browser as Chromium, type BrowserContext, type CDPSession, chromium, type Page } from "playwright-core";
import { expect } from "vitest";
import { ControlPlane } from "./fake/ControlPlane.ts";

const CANDIDATES = [
    process.env["DROPOPS_CHROMIUM"],
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
];
export const executablePath = CANDIDATES.find((each): each is string => each !== undefined && existsSync(each));
const DIST = path.resolve(import.meta.dirname, "../dist");
/** Where pictures of the pages go, when somebody wants to look at them. */
const LOOK = process.env["LOOK"];

export const missing = !executablePath
    ? "no Chromium: install it with `apt-get install chromium`, or name one in DROPOPS_CHROMIUM"
    : !existsSync(path.join(DIST, "index.html"))
      ? "the console is not built: `npm run build`"
      : null;

/** A real browser on a fake control plane, which notices every breach of the Content-Security-Policy. */
export class Stage {
    readonly controlPlane = new ControlPlane(DIST);
    readonly faults: string[] = [];

    private inspector: CDPSession | null = null;

    private static browser: Promise<Chromium> | null = null;

    private constructor(
        readonly context: BrowserContext,
        readonly page: Page,
    ) {}

    static async open(
        options: { colorScheme?: "light" | "dark"; width?: number; height?: number } = {},
    ): Promise<Stage> {
        Stage.browser ??= launch();
        const browser = await Stage.browser;
        const context = await browser.newContext({
            viewport: { width: options.width ?? 1360, height: options.height ?? 860 },
            colorScheme: options.colorScheme ?? "light",
            permissions: ["clipboard-read", "clipboard-write"],
        });
        const page = await context.newPage();
        page.setDefaultTimeout(20_000);
        const stage = new Stage(context, page);
        await page.exposeFunction("reportBreach", (text: string) => stage.faults.push(text));
        await page.addInitScript(() => {
            document.addEventListener("securitypolicyviolation", (event) => {
                (window as unknown as { reportBreach(text: string): void }).reportBreach(
                    `${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`,
                );
            });
        });
        page.on("pageerror", (failure) => stage.faults.push(String(failure)));
        page.on("console", (message) => {
            // The browser itself reports every refused request; the tests provoke some.
            if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
                stage.faults.push(message.text());
        });
        await stage.controlPlane.start();
        return stage;
    }

    async close(): Promise<void> {
        this.controlPlane.world.batches.stopped = true;
        await this.context.close();
        await this.controlPlane.stop();
    }

    static async closeBrowser(): Promise<void> {
        await (await Stage.browser)?.close();
        Stage.browser = null;
    }

    async signIn(): Promise<void> {
        this.controlPlane.access.signInTokens.add("one-time");
        await this.page.goto(`${this.controlPlane.url}/login#one-time`);
        await this.page.getByRole("heading", { name: "Operators" }).waitFor();
    }

    /** Types a command into the terminal, which is open. */
    async run(command: string): Promise<void> {
        const line = this.page.getByRole("textbox", { name: "Command" });
        await line.fill(command);
        await line.press("Enter");
    }

    async go(to: string): Promise<void> {
        await this.page.goto(this.controlPlane.url + to);
    }

    /** What the page's own heap holds once garbage is gone, in bytes. */
    async heap(): Promise<number> {
        const inspector = await this.context.newCDPSession(this.page);
        await inspector.send("HeapProfiler.collectGarbage");
        const { usedSize } = await inspector.send("Runtime.getHeapUsage");
        await inspector.detach();
        return usedSize;
    }

    /** Processor time the page's main thread has taken so far, in seconds, whatever else the machine does. */
    async busy(): Promise<number> {
        this.inspector ??= await this.context.newCDPSession(this.page);
        await this.inspector.send("Performance.enable", { timeDomain: "threadTicks" });
        const { metrics } = await this.inspector.send("Performance.getMetrics");
        return metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN;
    }

    async look(name: string): Promise<void> {
        if (!LOOK) return;
        mkdirSync(LOOK, { recursive: true });
        await this.page.screenshot({ path: path.join(LOOK, `${name}.png`) });
    }

    /** Fails on any breach so far and on anything axe finds on the page as it is. */
    async passes(name: string): Promise<void> {
        await this.look(name);
        expect(this.faults, `faults on ${name}`).toEqual([]);
        await this.page.evaluate(axe.source);
        const found = await this.page.evaluate(async () => {
            const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, {
                runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
            });
            return violations.map(
                (violation) =>
                    `${violation.id}: ${violation.nodes
                        .map((node) => `${node.target.join(" ")} ${node.failureSummary?.split("\n")[1] ?? ""}`)
                        .slice(0, 4)
                        .join(" | ")}`,
            );
        });
        expect(found, `axe on ${name}`).toEqual([]);
    }
}

function launch(): Promise<Chromium> {
    return chromium.launch({
        ...(executablePath ? { executablePath } : {}),
        chromiumSandbox: process.getuid?.() !== 0,
        args: [
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    });
}
