import { visible } from "./visible.ts";

/** ANSI text as styled spans: SGR sequences become styles, every other control sequence is left out or made visible. */

export type Colour = number | string | null;

/** What SGR has switched on; colours are a palette index 0-255, `#rrggbb`, or null for the default. */
export interface Style {
    readonly foreground: Colour;
    readonly background: Colour;
    readonly bold: boolean;
    readonly faint: boolean;
    readonly italic: boolean;
    readonly underline: boolean;
    readonly inverse: boolean;
    readonly hidden: boolean;
    readonly strike: boolean;
}

export const PLAIN: Style = Object.freeze({
    foreground: null,
    background: null,
    bold: false,
    faint: false,
    italic: false,
    underline: false,
    inverse: false,
    hidden: false,
    strike: false,
});

export interface Span {
    readonly text: string;
    readonly style: Style;
}

// CSI … final | OSC/DCS/SOS/PM/APC … (BEL | ST | end) | a CSI cut off | charset designation | any other two-character escape | a lone ESC
const SEQUENCE =
    /\x1b\[([\x30-\x3f]*)([\x20-\x2f]*)([\x40-\x7e])|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\|$)|\x1b\[[\x20-\x3f]*$|\x1b[\x20-\x2f]+[\x30-\x7e]|\x1b[\x30-\x7e]|\x1b/g;

/** Splits a line into spans, beginning in `style`; `end` is the style the next line begins in. */
export function spans(line: string, style: Style = PLAIN): { spans: Span[]; end: Style } {
    const found: Span[] = [];
    let from = 0;
    let current = style;
    const add = (text: string): void => {
        if (text !== "") found.push({ text: visible(text), style: current });
    };
    if (line.includes("\x1b")) {
        for (const match of line.matchAll(SEQUENCE)) {
            add(line.slice(from, match.index));
            from = match.index + match[0].length;
            if (match[3] === "m" && match[2] === "") current = applySgr(current, match[1] ?? "");
        }
    }
    add(line.slice(from));
    return { spans: found, end: current };
}

/** The style after a line, without making its spans. */
export function styleAfter(line: string, style: Style): Style {
    if (!line.includes("\x1b[")) return style;
    let current = style;
    for (const match of line.matchAll(SEQUENCE)) {
        if (match[3] === "m" && match[2] === "") current = applySgr(current, match[1] ?? "");
    }
    return current;
}

/** The line as plain text: what a copy of it holds. */
export function plainText(line: string): string {
    return line.includes("\x1b") ? line.replace(SEQUENCE, "") : line;
}

function applySgr(style: Style, parameters: string): Style {
    if (/[<=>?]/.test(parameters)) return style;
    const codes = parameters.split(";");
    let next: { -readonly [K in keyof Style]: Style[K] } = { ...style };
    for (let i = 0; i < codes.length; i++) {
        const [first = "", ...sub] = (codes[i] ?? "").split(":");
        const code = first === "" ? 0 : Number(first);
        switch (code) {
            case 0:
                next = { ...PLAIN };
                break;
            case 1:
                next.bold = true;
                break;
            case 2:
                next.faint = true;
                break;
            case 3:
                next.italic = true;
                break;
            case 4:
                next.underline = sub[0] !== "0";
                break;
            case 7:
                next.inverse = true;
                break;
            case 8:
                next.hidden = true;
                break;
            case 9:
                next.strike = true;
                break;
            case 21:
                next.underline = true;
                break;
            case 22:
                next.bold = false;
                next.faint = false;
                break;
            case 23:
                next.italic = false;
                break;
            case 24:
                next.underline = false;
                break;
            case 27:
                next.inverse = false;
                break;
            case 28:
                next.hidden = false;
                break;
            case 29:
                next.strike = false;
                break;
            case 39:
                next.foreground = null;
                break;
            case 49:
                next.background = null;
                break;
            case 38:
            case 48: {
                // 38:2::r:g:b and 38:5:n carry their parts themselves, 38;2;r;g;b and 38;5;n in the codes that follow
                const { colour, used } = sub.length > 0 ? colonColour(sub) : semicolonColour(codes, i + 1);
                i += used;
                if (colour !== undefined) {
                    if (code === 38) next.foreground = colour;
                    else next.background = colour;
                }
                break;
            }
            default:
                if (code >= 30 && code <= 37) next.foreground = code - 30;
                else if (code >= 90 && code <= 97) next.foreground = code - 90 + 8;
                else if (code >= 40 && code <= 47) next.background = code - 40;
                else if (code >= 100 && code <= 107) next.background = code - 100 + 8;
        }
    }
    return same(next, PLAIN) ? PLAIN : next;
}

interface Taken {
    colour: Colour | undefined;
    used: number;
}

function semicolonColour(codes: string[], at: number): Taken {
    const kind = Number(codes[at] ?? "");
    if (kind === 5) return { colour: palette(codes[at + 1]), used: 2 };
    if (kind === 2) return { colour: rgb(codes.slice(at + 1, at + 4)), used: 4 };
    return { colour: undefined, used: at < codes.length ? 1 : 0 };
}

function colonColour(parts: string[]): Taken {
    if (parts[0] === "5") return { colour: palette(parts[1]), used: 0 };
    if (parts[0] === "2") return { colour: rgb(parts.slice(-3)), used: 0 };
    return { colour: undefined, used: 0 };
}

function palette(text: string | undefined): Colour | undefined {
    const index = Number(text || "0");
    return Number.isInteger(index) && index >= 0 && index <= 255 ? index : undefined;
}

function rgb(parts: string[]): Colour | undefined {
    if (parts.length < 3) return undefined;
    const bytes = parts.map((part) => Number(part || "0"));
    if (bytes.some((byte) => !Number.isInteger(byte) || byte < 0 || byte > 255)) return undefined;
    return `#${bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

function same(a: Style, b: Style): boolean {
    return (Object.keys(b) as (keyof Style)[]).every((key) => a[key] === b[key]);
}
