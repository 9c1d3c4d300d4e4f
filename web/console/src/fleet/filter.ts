import type { Operator, OperatorStatus } from "../api/contract.ts";

/** Operators whose name, host, labels, id or index hold every word of the text, in one of the statuses (none: all). */
export function filterOperators(
    operators: readonly Operator[],
    text: string,
    statuses: ReadonlySet<OperatorStatus>,
): readonly Operator[] {
    const words = text
        .toLowerCase()
        .split(/\s+/)
        .filter((word) => word !== "");
    if (words.length === 0 && statuses.size === 0) return operators;
    return operators.filter(
        (operator) =>
            (statuses.size === 0 || statuses.has(operator.status)) &&
            words.every((word) => haystack(operator).includes(word)),
    );
}

function haystack(operator: Operator): string {
    const host = operator.host;
    const labels = Object.entries(operator.labels).map(([key, value]) => `${key}=${value}`);
    return `${operator.name} ${operator.id} #${operator.index} ${labels.join(" ")} ${host ? `${host.hostname} ${host.distro} ${host.internalIp}` : ""}`.toLowerCase();
}

export function countByStatus(operators: readonly Operator[]): Record<OperatorStatus, number> {
    const counts: Record<OperatorStatus, number> = {
        AVAILABLE: 0,
        ACTIVE: 0,
        BOUND: 0,
        OFFLINE: 0,
        STALE: 0,
        STOPPED: 0,
    };
    for (const operator of operators) counts[operator.status]++;
    return counts;
}
