import { useMutation } from "@tanstack/react-query";
import type { Batch } from "../api/contract.ts";
import { nonce } from "../api/nonce.ts";
import { client } from "../app/console.ts";
import { takeApproval } from "../app/workspaceEvents.ts";
import { navigate } from "../router/location.ts";
import { toast } from "../ui/announce.ts";
import { ProblemNote } from "../ui/ProblemNote.tsx";
import { isOver } from "./counts.ts";

const CHANGES = /^(write|delete|restore|undo) /;

/** Proposes to take back what a batch has changed in a file, on all its hosts at once. */
export function UndoButton({ batch }: { batch: Batch }) {
    const undo = useMutation({
        mutationFn: () => client.undo(batch.id, nonce()),
        onSuccess: ({ proposal, leftOut = [] }) => {
            takeApproval(proposal);
            if (leftOut.length > 0)
                toast(`Left out, because nothing was changed there: ${leftOut.map((each) => each.name).join(", ")}`);
            navigate(`/approvals/${proposal.id}`);
        },
    });
    if (!isOver(batch.state) || batch.counts.succeeded + batch.counts.interrupted === 0 || !CHANGES.test(batch.command))
        return null;
    return (
        <>
            {undo.error ? <ProblemNote problem={undo.error} /> : null}
            <button type="button" className="button small" disabled={undo.isPending} onClick={() => undo.mutate()}>
                Undo on all hosts
            </button>
        </>
    );
}
