import type { StreamName, Verdict } from "../../src/api/contract.ts";

import { printed, RESTORED } from "./files.ts";

export type Judged = Verdict & { diff: string | null };

/** What the fake guard says of a command. */
export function judge(command: string): Judged {
    if (/\b(sudo|su|doas)\b/.test(command))
        return {
            kind: "DENY",
            risk: "HIGH",
            effects: ["raises privileges", "runs `reboot` as root"],
            profile: "look",
            reasons: ["`sudo` raises privileges, which nobody can approve."],
            diff: null,
        };
    if (/\b(systemctl|apt-get|rm)\b/.test(command))
        return {
            kind: "ASK",
            risk: "HIGH",
            effects: ["restarts nginx", "writes /run/systemd/system"],
            profile: "system",
            reasons: ["Changes a service of the system.", "Runs unconfined by its nature."],
            diff: null,
        };
    if (command.startsWith("restore-file "))
        return { ...ORDINARY, effects: [`writes ${command.split(" ")[1]}`], diff: RESTORED };
    if (printed(command) !== null)
        return { kind: "ALLOW", risk: "LOW", effects: [], profile: "look", reasons: [], diff: null };
    if (/^(uptime|ls|df|uname|hostname)\b[^;&|><$`]*$/.test(command))
        return { kind: "ALLOW", risk: "LOW", effects: [], profile: "look", reasons: [], diff: null };
    if (command.startsWith("edit ")) return { ...ORDINARY, effects: ["writes /etc/nginx/nginx.conf"], diff: DIFF };
    return {
        ...ORDINARY,
        risk: command.includes(">") ? "MEDIUM" : "LOW",
        effects: command.includes("deploy") ? ["runs ./deploy.sh", "writes /srv/app/deploy.log"] : ["writes /tmp/x"],
    };
}

const ORDINARY: Omit<Judged, "effects"> = {
    kind: "ASK",
    risk: "MEDIUM",
    profile: "change",
    reasons: ["May change files below the working folder."],
    diff: null,
};

const DIFF = `--- /etc/nginx/nginx.conf
+++ /etc/nginx/nginx.conf
@@ -1,9 +1,10 @@
 user www-data;
-worker_processes 2;
+worker_processes auto;
+worker_rlimit_nofile 8192;
 pid /run/nginx.pid;
 
 events {
-    worker_connections 512;
+    worker_connections 4096;
     multi_accept on;
 }
 
@@ -41,3 +42,3 @@ http {
     gzip on;
-    access_log /var/log/nginx/access.log;
+    access_log off;\u202e
 }
`;

export type Piece = { stream: StreamName; bytes: Uint8Array } | { waitMs: number } | { exit: number };

const utf8 = new TextEncoder();
const out = (text: string): Piece => ({ stream: "stdout", bytes: utf8.encode(text) });
const err = (text: string): Piece => ({ stream: "stderr", bytes: utf8.encode(text) });

/** What a command prints on one host, and its exit code last; nothing is really run. */
export function* perform(command: string, hostname: string, index: number): Generator<Piece> {
    const file = printed(command);
    if (file !== null) {
        if (file !== "") yield out(file);
        yield { exit: 0 };
        return;
    }
    if (command.startsWith("endless")) {
        const block = `${"The quick brown fox jumps over the lazy dog. ".repeat(3)}\n`.repeat(450);
        for (;;) yield out(block);
    }
    if (command.startsWith("slow")) {
        for (let i = 1; i <= 600; i++) {
            yield out(`step ${i} on ${hostname}\n`);
            yield { waitMs: 100 };
        }
    } else if (command.startsWith("binary")) {
        yield { stream: "stdout", bytes: Uint8Array.from({ length: 30_000 }, (_, i) => (i * 7919) % 256) };
    } else if (command.startsWith("big")) {
        const block =
            Array.from({ length: 1_000 }, (_, i) => `${String(i).padStart(6, "0")} ${"lorem ipsum ".repeat(7)}`).join(
                "\n",
            ) + "\n";
        for (let i = 0; i < 120; i++) yield out(block);
    } else if (command.includes("deploy")) {
        yield out("\x1b[1m==> Fetching release 2.14.0\x1b[0m\n");
        yield { waitMs: 30 };
        for (let i = 10; i <= 100; i += 10) yield out(`\rdownload ${"█".repeat(i / 5)}${"░".repeat(20 - i / 5)} ${i}%`);
        yield out("\n\x1b[32m✓\x1b[0m checksum \x1b[2msha256:9f2c…\x1b[0m\n");
        yield err("\x1b[33mwarning:\x1b[0m config/legacy.toml is no longer read\n");
        yield { waitMs: 30 };
        yield out(
            "\x1b[32m✓\x1b[0m migrated \x1b[36m3\x1b[0m tables\n\x1b[32m✓\x1b[0m restarted \x1b[38;5;208mworker\x1b[0m and \x1b[38;2;120;160;255mweb\x1b[0m\n",
        );
        yield out(`\x1b[1;42;30m DONE \x1b[0m ${hostname} runs 2.14.0\n`);
    } else if (command.startsWith("uptime")) {
        yield out(` 12:04:31 up ${14 + index} days,  3:02,  1 user,  load average: 0.${42 + index}, 0.31, 0.27\n`);
    } else if (command.startsWith("status")) {
        const state = index === 5 ? "degraded: replica lags by 41 s" : "in sync";
        if (index === 8) {
            yield err("status: connect: connection refused\n");
            yield { exit: 3 };
            return;
        }
        yield out(
            `service   up\nversion   2.14.0\nconfig    /etc/app/app.toml\nworkers   8\nqueue     0\nreplica   ${state}\n` +
                "disk      ok\nmemory    ok\ncache     warm\ntls       valid\nbackups   3\nalerts    none\n",
        );
    } else if (command.includes("fail")) {
        yield out("checking…\n");
        yield err(`${hostname}: connection to the database refused\n`);
        yield { waitMs: 20 };
        yield { exit: index % 3 === 1 ? 3 : 0 };
    } else {
        const echoed = /echo\s+(['"]?)(.*?)\1(?:;|$)/.exec(command)?.[2] ?? `ran on ${hostname}`;
        yield out(`${echoed}\n`);
        const code = /exit (\d+)/.exec(command)?.[1];
        if (code) yield { exit: Number(code) };
    }
    yield { exit: 0 };
}
