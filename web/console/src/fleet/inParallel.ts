/** Does one thing for each item, `width` at a time; answers what failed. */
export async function inParallel<T>(
    items: readonly T[],
    width: number,
    each: (item: T) => Promise<void>,
): Promise<unknown[]> {
    const failures: unknown[] = [];
    let next = 0;
    async function worker(): Promise<void> {
        while (next < items.length) {
            const item = items[next++] as T;
            try {
                await each(item);
            } catch (failure) {
                failures.push(failure);
            }
        }
    }
    await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
    return failures;
}
