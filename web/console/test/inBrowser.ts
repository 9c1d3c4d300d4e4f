import { afterAll, describe, it } from "vitest";
import { missing, Stage } from "./Browser.ts";

if (missing) console.warn(`\n  THE BROWSER TESTS OF THE CONSOLE DO NOT RUN: ${missing}\n`);

/** Tests that need a real browser, and are left out where there is none. */
export function inBrowser(what: string, tests: () => void): void {
    describe.skipIf(missing)(what, { timeout: 60_000 }, () => {
        afterAll(() => Stage.closeBrowser());
        tests();
    });
}

/** An `it` whose tests each get a stage of their own, set by `prepare` and closed after it. */
export function onStage(
    prepare: (stage: Stage) => Promise<void> | void = () => {},
    options: Parameters<typeof Stage.open>[0] = {},
) {
    return it.extend<{ stage: Stage }>({
        stage: async ({}, use) => {
            const stage = await Stage.open(options);
            try {
                await prepare(stage);
                await use(stage);
            } finally {
                await stage.close();
            }
        },
    });
}
