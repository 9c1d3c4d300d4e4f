import { createTwoFilesPatch } from "diff";

/** One version of a file that its host keeps. */
export interface Version {
    /** The commit's name. */
    readonly version: string;
    readonly at: string;
    /** In bytes; null where there was no file. */
    readonly size: number | null;
    readonly said: string;
}

const LINE = /^([0-9a-f]{40}) (\S+) +(absent|\d+) (.*)$/;

/** Reads what `file-history` prints, the newest first; lines of another form are left out. */
export function parseVersions(text: string): Version[] {
    return text.split("\n").flatMap((line) => {
        const [, version = "", at = "", size = "", said = ""] = LINE.exec(line) ?? [];
        return version === "" ? [] : [{ version, at, size: size === "absent" ? null : Number(size), said }];
    });
}

export type Compared = { kind: "same" } | { kind: "text"; diff: string } | { kind: "binary" };

/** What is different between two contents of a file; null stands for no file. */
export function compare(path: string, before: Uint8Array | null, after: Uint8Array | null): Compared {
    if (isSame(before, after)) return { kind: "same" };
    const old = text(before);
    const young = text(after);
    if (old === null || young === null) return { kind: "binary" };
    return {
        kind: "text",
        diff: createTwoFilesPatch(before ? `a${path}` : "/dev/null", after ? `b${path}` : "/dev/null", old, young),
    };
}

function isSame(before: Uint8Array | null, after: Uint8Array | null): boolean {
    if (before === null || after === null) return before === after;
    return before.length === after.length && before.every((byte, place) => byte === after[place]);
}

function text(content: Uint8Array | null): string | null {
    try {
        const all = content === null ? "" : new TextDecoder("utf-8", { fatal: true }).decode(content);
        return all.includes("\0") ? null : all;
    } catch {
        return null;
    }
}

/** A version's name, short enough to be read. */
export function short(version: string): string {
    return version.slice(0, 10);
}
