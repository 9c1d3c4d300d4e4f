import { useMutation } from "@tanstack/react-query";
import { client, fleet } from "../app/console.ts";
import type { Operator } from "../api/contract.ts";
import { asProblem } from "../api/problem.ts";
import { toast } from "../ui/announce.ts";

/** Binds an operator to this session, or lets it go. */
export function BindButton({ operator }: { operator: Operator }) {
    const change = useMutation({
        mutationFn: () => (operator.boundToMe ? client.unbind(operator.id) : client.bind(operator.id)),
        onSuccess: (changed) => {
            fleet.applyNow(changed);
            toast(changed.boundToMe ? `${changed.name} is bound to you` : `${changed.name} is free`, "good");
        },
        onError: (failure) => {
            const problem = asProblem(failure);
            toast([problem.message, problem.advice].filter(Boolean).join(" "), "bad");
        },
    });
    const possible = operator.boundToMe || (operator.status === "ACTIVE" && operator.boundSession === null);
    if (!possible) return null;
    return (
        <button
            type="button"
            className="button small"
            disabled={change.isPending}
            onClick={() => change.mutate()}
            aria-label={`${operator.boundToMe ? "Unbind" : "Bind"} ${operator.name}`}
        >
            {operator.boundToMe ? "Unbind" : "Bind"}
        </button>
    );
}
