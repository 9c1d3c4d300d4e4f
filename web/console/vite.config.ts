import { defineConfig } from "vitest/config";

// `npm run dev` speaks to a control plane already running here.
const controlPlane = process.env["DROPOPS_URL"] ?? "http://127.0.0.1:8080";

export default defineConfig({
    build: {
        target: "es2023",
        // The policy allows fonts and scripts from files only, so nothing may become a data: address.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        rolldownOptions: {
            // Libraries mark files "use client" for servers that render; there is none here, so dropping the mark loses nothing.
            onLog: (level, log, print) => {
                if (log.code !== "MODULE_LEVEL_DIRECTIVE") print(level, log);
            },
        },
    },
    server: { host: "127.0.0.1", proxy: { "/api": controlPlane } },
    test: { include: ["src/**/*.test.ts", "test/**/*.test.ts"], testTimeout: 20_000 },
});
