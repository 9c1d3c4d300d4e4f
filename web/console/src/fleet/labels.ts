export type Labels = Readonly<Record<string, string>>;

const KEY = /^[a-z0-9][a-z0-9._-]{0,62}$/;
const VALUE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;
const MOST = 32;

/** As people write them: `role=web zone=eu-1`. */
export function labelsText(labels: Labels): string {
    return Object.entries(labels)
        .map(([key, value]) => `${key}=${value}`)
        .join(" ");
}

/** The labels a text of `key=value` words holds, or what is wrong with it. */
export function parseLabels(text: string): { labels: Labels } | { problem: string } {
    const labels: Record<string, string> = {};
    for (const word of text.split(/[\s,]+/).filter((part) => part !== "")) {
        const equals = word.indexOf("=");
        const key = word.slice(0, equals);
        const value = word.slice(equals + 1);
        if (equals < 0) return { problem: `"${word}" is not of the form key=value.` };
        if (!KEY.test(key)) return { problem: `The key "${key}" may hold a–z, 0–9, dots, dashes and underscores.` };
        if (!VALUE.test(value))
            return { problem: `The value of ${key} may hold letters, digits, dots, dashes and underscores.` };
        if (key in labels) return { problem: `${key} is there twice.` };
        labels[key] = value;
    }
    return Object.keys(labels).length > MOST ? { problem: `An operator has at most ${MOST} labels.` } : { labels };
}
