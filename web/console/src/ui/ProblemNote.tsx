import type { ReactNode } from "react";
import { asProblem } from "../api/problem.ts";
import { exact } from "../output/visible.ts";
import { WarnIcon } from "./icons.tsx";
import { Advice } from "./Advice.tsx";

/** A refusal where it happened: what, why, and what to do next. */
export function ProblemNote({ problem: failure, children }: { problem: unknown; children?: ReactNode }) {
    const problem = asProblem(failure);
    return (
        <div className="note bad" role="alert">
            <WarnIcon />
            <div>
                <p className="note-title">{problem.message}</p>
                {problem.effects.length > 0 ? (
                    <ul aria-label="What it would do">
                        {problem.effects.map((effect) => (
                            <li key={effect}>{exact(effect)}</li>
                        ))}
                    </ul>
                ) : null}
                {problem.advice ? (
                    <p>
                        <Advice text={problem.advice} />
                    </p>
                ) : null}
                {children}
                {problem.requestId ? <p className="faint small">Request {problem.requestId}</p> : null}
            </div>
        </div>
    );
}
