import { useMutation } from "@tanstack/react-query";
import type { Batch } from "../api/contract.ts";
import { nonce } from "../api/nonce.ts";
import { client } from "../app/console.ts";
import { takeApproval } from "../app/workspaceEvents.ts";
import { navigate } from "../router/location.ts";
import { toast } from "../ui/announce.ts";
import { ProblemNote } from "../ui/ProblemNote.tsx";
import { isOver } from "./counts.ts";

const CHANGES_A_FILE = /^(?!reads |lists ).* \/[^*?]*$/;

interface UndoButtonProps {
    batch: Batch;
    /** What it would do, in the guard's words. */
    effects: readonly string[];
}

/** Proposes to take back what a batch has changed in files it names, on all its hosts at once. */
export function UndoButton({ batch, effects }: UndoButtonProps) {
    const undo = useMutation({
        mutationFn: () => client.undo(batch.id, nonce()),
        onSuccess: ({ proposal, leftOut = [] }) => {
            takeApproval(proposal);
            if (leftOut.length > 0)
                toast(`Left out, because nothing was changed there: ${leftOut.map((each) => each.name).join(", ")}`);
            navigate(`/approvals/${proposal.id}`);
        },
    });
    const { succeeded, failed, interrupted } = batch.counts;
    const mayHaveChanged = succeeded + failed + interrupted > 0 && effects.some((each) => CHANGES_A_FILE.test(each));
    if (!isOver(batch.state) || !mayHaveChanged) return null;
    return (
        <>
            {undo.error ? <ProblemNote problem={undo.error} /> : null}
            <button type="button" className="button small" disabled={undo.isPending} onClick={() => undo.mutate()}>
                Undo on all hosts
            </button>
        </>
    );
}
