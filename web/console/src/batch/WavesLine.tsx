import { useMutation } from "@tanstack/react-query";
import type { Batch } from "../api/contract.ts";
import { client } from "../app/console.ts";
import { Age } from "../ui/Age.tsx";
import { plural } from "../ui/amount.ts";
import { ProblemNote } from "../ui/ProblemNote.tsx";

/** How far a batch is in its waves, and the question whether it may go on. */
export function WavesLine({ batch }: { batch: Batch }) {
    const { count, begun, halt, goAheads } = batch.waves;
    const next = begun + 1;
    const going = useMutation({ mutationFn: (wave: number) => client.goOn(batch.id, wave) });
    if (count < 2) return null;
    return (
        <div className="waves">
            <span className="faint">
                {begun === 0 ? plural(count, "wave") : `Wave ${begun} of ${count}`}
                {halt && !halt.asks ? `; the next ${plural(halt.hosts, "host")} at ${clock(halt.until)}` : ""}
            </span>
            {halt?.asks ? (
                <div className="decision" role="group" aria-label="Next wave">
                    <strong>
                        Go on with the next {plural(halt.hosts, "host")} (wave {next} of {count})?
                    </strong>{" "}
                    <span className="faint">
                        waiting since <Age time={halt.since} />; Stop ends it here
                    </span>{" "}
                    <button
                        type="button"
                        className="button primary small"
                        disabled={going.isPending}
                        onClick={() => going.mutate(next)}
                    >
                        Go on
                    </button>
                </div>
            ) : null}
            {going.error ? <ProblemNote problem={going.error} /> : null}
            {goAheads.length > 0 ? (
                <ul className="go-aheads">
                    {goAheads.map(({ wave, by, at, address }) => (
                        <li key={wave} className="faint">
                            Wave {wave}: {by.name}, <Age time={at} />
                            {address ? ` from ${address}` : ""}
                        </li>
                    ))}
                </ul>
            ) : null}
        </div>
    );
}

function clock(time: string): string {
    return new Date(time).toLocaleTimeString();
}
