/** Text in which nothing hides: characters that cannot be seen, or make others read differently, are written out. */

// Controls would be invisible; direction overrides could make a text read as another one.
const IN_OUTPUT = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

// In a command also what only looks like a space or like nothing: it decides what runs.
const IN_COMMAND =
    /[\x00-\x08\x0b-\x1f\x7f-\xa0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\u{e0000}-\u{e0fff}\p{Surrogate}]/gu;

/** For output and for names and remarks that people or hosts chose. */
export function visible(text: string): string {
    return text.replace(IN_OUTPUT, spelled);
}

/** For what is approved: exactly what will run, and nothing that could be overlooked. */
export function exact(command: string): string {
    return command.replace(IN_COMMAND, spelled);
}

/** A command of several lines in one line of a list. */
export function inOneLine(command: string): string {
    return exact(command).replaceAll("\n", " ⏎ ");
}

function spelled(character: string): string {
    const code = character.codePointAt(0) ?? 0;
    // As `cat -v` writes them; few fonts have pictures for them.
    if (code < 0x20 || code === 0x7f) return `^${String.fromCharCode(code ^ 0x40)}`;
    return `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
}
