import type { FileAction } from "../api/contract.ts";
import { ApprovalCard } from "../approval/ApprovalCard.tsx";
import { BatchView } from "../batch/BatchView.tsx";
import { ProblemNote } from "../ui/ProblemNote.tsx";
import { base64 } from "./base64.ts";
import { Reading } from "./Reading.tsx";
import { useAsked } from "./useAsked.ts";
import type { Version } from "./versions.ts";

interface RestoringProps {
    operatorId: string;
    path: string;
    version: Version;
}

/** Proposes to give a file the content of an earlier version: reads both, so that the card shows what would change. */
export function Restoring({ operatorId, path, version }: RestoringProps) {
    return (
        <Reading operatorId={operatorId} action={{ type: "read-file", path }} label="Reading the file">
            {(now) => {
                const base = now === null ? {} : { base: base64(now) };
                if (version.size === null)
                    return <Proposed operatorId={operatorId} action={{ type: "delete-file", path, ...base }} />;
                return (
                    <Reading
                        operatorId={operatorId}
                        action={{ type: "read-file", path, version: version.version }}
                        label="Reading the version"
                    >
                        {(then) => (
                            <Proposed
                                operatorId={operatorId}
                                action={{
                                    type: "restore-file",
                                    path,
                                    version: version.version,
                                    content: base64(then ?? new Uint8Array()),
                                    ...base,
                                }}
                            />
                        )}
                    </Reading>
                );
            }}
        </Reading>
    );
}

function Proposed({ operatorId, action }: { operatorId: string; action: FileAction }) {
    const asked = useAsked(operatorId, action);
    switch (asked.step) {
        case "failed":
            return <ProblemNote problem={asked.problem} />;
        case "asking":
            return <span className="spinner" role="status" aria-label="Being judged" />;
        case "undecided":
            return <ApprovalCard approval={asked.approval} />;
        case "refused":
            return <p className="faint">Nobody approved it: the file is as it was.</p>;
        case "running":
            return <BatchView id={asked.batchId} command={action.type} onRerun={() => undefined} />;
        case "over":
            return <BatchView id={asked.batch.id} command={asked.batch.command} onRerun={() => undefined} />;
    }
}
