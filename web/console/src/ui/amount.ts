/** "0 B", "812 B", "1.4 kB", "5.0 MB", "1.2 GB" in powers of 1000. */
export function bytes(count: number): string {
    if (count < 1_000) return `${count} B`;
    const units = ["kB", "MB", "GB", "TB"];
    let value = count;
    let unit = -1;
    do {
        value /= 1_000;
        unit++;
    } while (value >= 999.95 && unit < units.length - 1);
    return `${value.toFixed(1)} ${units[unit]}`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
    return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}
