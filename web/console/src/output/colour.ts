import type { Colour, Style } from "./sgr.ts";

/** Terminal colours as CSS that can be read: programs choose colours for a background they do not know. */

type Rgb = readonly [number, number, number];

const LIGHT: Rgb = [0xf1, 0xf2, 0xf5];
const DARK: Rgb = [0x0a, 0x0c, 0x0f];
const BLACK: Rgb = [0, 0, 0];
const WHITE: Rgb = [255, 255, 255];
const ENOUGH = 4.6;

// The sixteen as fixed colours, for where a program sets both sides itself.
const SIXTEEN: readonly Rgb[] = [
    [0x1b, 0x1f, 0x24],
    [0xcf, 0x3a, 0x32],
    [0x2f, 0x9e, 0x5b],
    [0xc6, 0x93, 0x1f],
    [0x3b, 0x6f, 0xe0],
    [0xa3, 0x4f, 0xd0],
    [0x1f, 0x9a, 0xa8],
    [0xd0, 0xd4, 0xdb],
    [0x6b, 0x72, 0x80],
    [0xff, 0x7b, 0x72],
    [0x4e, 0xc9, 0x8a],
    [0xe3, 0xb3, 0x41],
    [0x79, 0xa8, 0xff],
    [0xd2, 0xa8, 0xff],
    [0x56, 0xcf, 0xe1],
    [0xff, 0xff, 0xff],
];

export interface Colours {
    color?: string;
    backgroundColor?: string;
}

/** Foreground and background of a span; nothing where the defaults hold. */
export function colours(style: Style): Colours {
    const foreground = style.inverse ? style.background : style.foreground;
    const background = style.inverse ? style.foreground : style.background;
    if (background !== null) {
        const behind = rgbOf(background);
        const wanted = foreground === null ? farther(behind) : readable(rgbOf(foreground), behind);
        return { color: text(wanted), backgroundColor: text(behind) };
    }
    if (foreground === null) return {};
    if (typeof foreground === "number" && foreground < 16 && !style.inverse)
        return { color: `var(--ansi-${foreground})` };
    const wanted = rgbOf(foreground);
    // Swapped with a default background the text stands on the default text colour.
    const [onLight, onDark] = style.inverse ? [DARK, LIGHT] : [LIGHT, DARK];
    return { color: `light-dark(${text(readable(wanted, onLight))}, ${text(readable(wanted, onDark))})` };
}

function rgbOf(colour: Exclude<Colour, null>): Rgb {
    if (typeof colour === "string")
        return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)) as unknown as Rgb;
    const fixed = SIXTEEN[colour];
    if (fixed) return fixed;
    if (colour >= 232) {
        const grey = 8 + (colour - 232) * 10;
        return [grey, grey, grey];
    }
    const level = (step: number): number => (step === 0 ? 0 : 55 + step * 40);
    const index = colour - 16;
    return [level(Math.floor(index / 36)), level(Math.floor(index / 6) % 6), level(index % 6)];
}

/** The colour itself where it can be read, else moved towards black or white until it can. */
function readable(wanted: Rgb, behind: Rgb): Rgb {
    const goal = farther(behind);
    for (let step = 0; step <= 10; step++) {
        const mixed = mix(wanted, goal, step / 10);
        if (contrast(mixed, behind) >= ENOUGH) return mixed;
    }
    return goal;
}

function farther(from: Rgb): Rgb {
    return contrast(BLACK, from) >= contrast(WHITE, from) ? BLACK : WHITE;
}

function mix(from: Rgb, to: Rgb, share: number): Rgb {
    return from.map((value, channel) => Math.round(value + ((to[channel] ?? 0) - value) * share)) as unknown as Rgb;
}

/** WCAG 2 contrast of two colours, 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
    const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
    return (high + 0.05) / (low + 0.05);
}

function luminance(colour: Rgb): number {
    const [red, green, blue] = colour.map((value) => {
        const part = value / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function text(colour: Rgb): string {
    return `rgb(${colour.join(" ")})`;
}
