/** A refusal the fake server answers with. */
export class Refusal extends Error {
    constructor(
        readonly status: number,
        readonly code: string,
        readonly detail: string,
        readonly advice: string,
        readonly more: Record<string, unknown> = {},
    ) {
        super(detail);
    }

    static notFound(what: string): Refusal {
        return new Refusal(404, "not-found", `There is no such ${what}.`, "Check the id; lists show what exists.");
    }
}
