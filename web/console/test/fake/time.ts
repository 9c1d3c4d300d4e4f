export function at(seconds = 0): string {
    return new Date(Date.now() + seconds * 1_000).toISOString();
}

export function pause(ms: number): Promise<void> {
    return new Promise((done) => (ms === 0 ? setImmediate(done) : setTimeout(done, ms)));
}
