import type { Transmission, TransmissionPage, TransmissionTotals } from "../../src/api/contract.ts";

/** What hosts have transmitted, as the control plane tells it. */
export class Transmissions {
    readonly all: Transmission[] = [];
    private readonly listeners = new Set<() => void>();

    add(one: Transmission): void {
        this.all.unshift(one);
        for (const listener of this.listeners) listener();
    }

    listen(listener: () => void): () => void {
        this.listeners.add(listener);
        return () => this.listeners.delete(listener);
    }

    page(operatorId: string | null = null): TransmissionPage {
        return {
            transmissions: this.all.filter((each) => operatorId === null || each.operatorId === operatorId),
            next: null,
        };
    }

    totals(): TransmissionTotals {
        const sum = (of: (each: Transmission) => number): number => this.all.reduce((all, each) => all + of(each), 0);
        const keptBytes = sum((each) => each.keptBytes);
        const metadata = sum((each) => each.metadataBytes);
        const output = sum((each) => each.outputBytes);
        const rest = this.all.length === 0 ? 0 : 9_400;
        return {
            keptBytes,
            transmittedBytes: metadata + output + rest,
            receivedBytes: 2 * rest,
            keptShare: keptBytes === 0 ? null : Math.max(0, 1 - (metadata + output) / keptBytes),
            kinds: [
                { kind: "CONNECTION", frames: 1, transmittedBytes: 300, receivedBytes: 700 },
                { kind: "EXECUTION", frames: 2 * this.all.length, transmittedBytes: metadata, receivedBytes: 900 },
                { kind: "FRAMING", frames: 0, transmittedBytes: 4_100, receivedBytes: 5_000 },
                { kind: "HEARTBEAT", frames: 20, transmittedBytes: 5_000, receivedBytes: 0 },
                { kind: "OUTPUT", frames: 3, transmittedBytes: output, receivedBytes: 120 },
            ],
        };
    }
}
