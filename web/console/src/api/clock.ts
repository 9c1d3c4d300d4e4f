/** The control plane's time as this browser can tell it: ages and expiries must not depend on the visitor's own clock. */

let skewMs = 0;

export function now(): number {
    return Date.now() + skewMs;
}

/** Takes the `Date` of a fresh response; its whole seconds are wrong by half a second on average. */
export function observeDate(header: string | null, receivedAt: number = Date.now()): void {
    if (!header) return;
    const theirs = Date.parse(header);
    if (Number.isNaN(theirs)) return;
    const skew = theirs + 500 - receivedAt;
    // Below two seconds the header's own coarseness would make ages jump.
    skewMs = Math.abs(skew) < 2_000 ? 0 : skew;
}
