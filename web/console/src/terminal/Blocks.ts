import type { Approval, ProposalRequest, Proposed } from "../api/contract.ts";
import { asProblem, type Problem } from "../api/problem.ts";

/** One command typed in the terminal, from the keystroke to its batch. */
export type Block =
    | { readonly key: string; readonly step: "proposing"; readonly request: ProposalRequest }
    | { readonly key: string; readonly step: "refused"; readonly request: ProposalRequest; readonly problem: Problem }
    | {
          readonly key: string;
          readonly step: "proposed";
          readonly request: ProposalRequest;
          readonly proposalId: string;
          readonly batchId: string;
      };

const KEY = "dropops.terminal";
const MOST = 12;

type Store = Pick<Storage, "getItem" | "setItem">;
type Propose = (request: ProposalRequest, attempt: string) => Promise<Proposed>;

/** The terminal's blocks, oldest first, the same again after a reload of the tab. */
export class Blocks {
    private current: readonly Block[];
    private listeners = new Set<() => void>();

    constructor(
        private readonly propose: Propose,
        private readonly proposed: (approval: Approval) => void,
        private readonly storage: Store | null,
        private readonly newKey: () => string,
    ) {
        this.current = read(storage);
    }

    snapshot = (): readonly Block[] => this.current;

    subscribe = (listener: () => void): (() => void) => {
        this.listeners.add(listener);
        return () => this.listeners.delete(listener);
    };

    /** Proposes a command in a new block; the block's key is the attempt, so a retry cannot run it twice. */
    async run(request: ProposalRequest): Promise<void> {
        const key = this.newKey();
        const block: Block = { key, step: "proposing", request };
        this.set([...this.current, block].slice(-MOST));
        await this.send(key, request);
    }

    async retry(key: string): Promise<void> {
        const block = this.current.find((each) => each.key === key);
        if (block?.step !== "refused") return;
        this.replace({ key, step: "proposing", request: block.request });
        await this.send(key, block.request);
    }

    remove(key: string): void {
        this.set(this.current.filter((block) => block.key !== key));
    }

    clear(): void {
        this.set([]);
    }

    private async send(key: string, request: ProposalRequest): Promise<void> {
        try {
            const { proposal, batchId } = await this.propose(request, key);
            this.proposed(proposal);
            this.replace({ key, step: "proposed", request, proposalId: proposal.id, batchId });
        } catch (failure) {
            this.replace({ key, step: "refused", request, problem: asProblem(failure) });
        }
    }

    private replace(block: Block): void {
        this.set(this.current.map((each) => (each.key === block.key ? block : each)));
    }

    private set(blocks: readonly Block[]): void {
        this.current = blocks;
        try {
            this.storage?.setItem(KEY, JSON.stringify(blocks.filter((block) => block.step === "proposed")));
        } catch {
            // Without storage the blocks last until the page is left.
        }
        for (const listener of [...this.listeners]) listener();
    }
}

function read(storage: Store | null): readonly Block[] {
    try {
        const value: unknown = JSON.parse(storage?.getItem(KEY) ?? "[]");
        return Array.isArray(value) ? (value as Block[]).filter((block) => block.step === "proposed") : [];
    } catch {
        return [];
    }
}
