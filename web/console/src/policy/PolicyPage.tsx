import { useQuery } from "@tanstack/react-query";
import { client, keys } from "../app/console.ts";
import type { PolicyDiff } from "../api/contract.ts";
import { exact } from "../output/visible.ts";
import { Age } from "../ui/Age.tsx";
import { ProblemNote } from "../ui/ProblemNote.tsx";

const SIGNS = { SAME: " ", ADDED: "+", REMOVED: "−" } as const;

/** The rules of the workspace as they are in force, and what was changed last; they are set by the command line. */
export function PolicyPage() {
    const policy = useQuery({ queryKey: keys.policy, queryFn: () => client.policy(), staleTime: 0 });
    const diff = useQuery({ queryKey: keys.policyDiff, queryFn: () => client.policyDiff(), staleTime: 0 });
    const problem = policy.error ?? diff.error;
    return (
        <div className="page policy">
            <header className="page-header">
                <h1>Policy</h1>
            </header>
            {problem ? <ProblemNote problem={problem} /> : null}
            {policy.data ? (
                <>
                    <p className="faint">
                        {policy.data.setBy && policy.data.setAt ? (
                            <>
                                Version {policy.data.version}, set by {policy.data.setBy.name}{" "}
                                <Age time={policy.data.setAt} />.
                            </>
                        ) : (
                            <>These are the defaults: nobody has set a policy.</>
                        )}{" "}
                        Owners and admins set another with <code>dropops policy set FILE</code>.
                    </p>
                    <pre className="policy-text" tabIndex={0} aria-label="The policy in force">
                        {exact(policy.data.text)}
                    </pre>
                </>
            ) : null}
            {diff.data && diff.data.to > 0 ? <LastChange diff={diff.data} /> : null}
        </div>
    );
}

function LastChange({ diff }: { diff: PolicyDiff }) {
    return (
        <section>
            <h2>
                Changed from version {diff.from} to {diff.to}
            </h2>
            <pre className="policy-text" tabIndex={0} aria-label="What was changed last">
                {diff.lines.map((line, place) => (
                    <span key={place} className={`policy-line ${line.kind.toLowerCase()}`}>
                        {SIGNS[line.kind]} {exact(line.text)}
                        {"\n"}
                    </span>
                ))}
            </pre>
        </section>
    );
}
