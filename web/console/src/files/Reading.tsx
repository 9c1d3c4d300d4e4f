import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Execution, FileAction } from "../api/contract.ts";
import { Problem } from "../api/problem.ts";
import { client } from "../app/console.ts";
import { ApprovalCard } from "../approval/ApprovalCard.tsx";
import { ProblemNote } from "../ui/ProblemNote.tsx";
import { useAsked } from "./useAsked.ts";

/** The host's word for a file that is not there. */
const ABSENT = 2;

interface ReadingProps {
    operatorId: string;
    action: FileAction;
    /** What is being read, while it is: "Reading the versions". */
    label: string;
    /** Shows what the host told; null where there is no such file. */
    children: (content: Uint8Array | null) => ReactNode;
}

/** Reads something of one host: asks, waits for a decision where one is needed, and takes the answer from the host. */
export function Reading({ operatorId, action, label, children }: ReadingProps) {
    const asked = useAsked(operatorId, action);
    const execution = asked.step === "over" ? asked.batch.executions?.[0] : undefined;
    const content = useQuery({
        queryKey: ["told", execution?.id],
        queryFn: () => told(execution as Execution),
        enabled: execution !== undefined,
        gcTime: 0,
    });
    switch (asked.step) {
        case "failed":
            return <ProblemNote problem={asked.problem} />;
        case "undecided":
            return <ApprovalCard approval={asked.approval} />;
        case "refused":
            return <p className="faint">Nobody approved reading it.</p>;
        case "asking":
        case "running":
            return <Waiting label={label} />;
        case "over":
            if (content.error) return <ProblemNote problem={content.error} />;
            return content.data ? children(content.data.bytes) : <Waiting label={label} />;
    }
}

function Waiting({ label }: { label: string }) {
    return (
        <p className="faint" role="status">
            <span className="spinner" aria-hidden="true" /> {label} …
        </p>
    );
}

async function told(execution: Execution): Promise<{ bytes: Uint8Array | null }> {
    if (execution.state === "FINISHED" && execution.exitCode === ABSENT) return { bytes: null };
    const done = execution.state === "FINISHED" && execution.exitCode === 0;
    if (!done && execution.state !== "FINISHED") throw failure(execution.message ?? "The host did not do it.");
    const response = await client.output(execution.id, done ? "stdout" : "stderr", 0);
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (!done) throw failure(new TextDecoder().decode(bytes).trim());
    return { bytes };
}

function failure(detail: string): Problem {
    return new Problem({ code: "not-read", status: 0, detail });
}
