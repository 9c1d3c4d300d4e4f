import type { FileAction, RunCommand } from "../../src/api/contract.ts";

export const LATEST = "b".repeat(40);
export const FIRST = "a".repeat(40);
const CONTENTS: Record<string, string> = {
    [FIRST]: "host a\nport 80\nworkers 2\n",
    [LATEST]: "host a\nport 81\nworkers 2\n",
    now: "host a\nport 81\nworkers 4\n",
};

/** A file action as the fake world carries it out: in words. */
export function inWords(action: FileAction | RunCommand): RunCommand {
    if (action.type === "run-command") return action;
    const version = "version" in action && action.version ? ` ${action.version}` : "";
    return { type: "run-command", command: `${action.type} ${action.path}${version}` };
}

/** What a host prints for a file action, or null where the words are those of a command. */
export function printed(command: string): string | null {
    const [type = "", path = "", version = "now"] = command.split(" ");
    switch (type) {
        case "file-history":
            return path.endsWith("unknown")
                ? ""
                : `${LATEST} 2026-11-29T10:00:00Z           26 write ${path}\n${FIRST} 2026-11-29T09:59:59Z           26 before write ${path}\n`;
        case "read-file":
            return CONTENTS[version] ?? "";
        case "restore-file":
            return `restore ${path}: done\n`;
        default:
            return null;
    }
}

export const RESTORED = `--- a/srv/app.conf
+++ b/srv/app.conf
@@ -1,3 +1,3 @@
 host a
-port 81
-workers 4
+port 80
+workers 2
`;
