import { absolute, age, remaining } from "./time.ts";
import { useNow } from "./ticker.ts";

/** A moment as the time passed since, exact on hover. */
export function Age({ time }: { time: string }) {
    const at = useNow();
    return (
        <time dateTime={time} title={absolute(time)}>
            {age(time, at)}
        </time>
    );
}

/** The time left until an expiry, exact on hover. */
export function Countdown({ until }: { until: string }) {
    const at = useNow();
    const left = remaining(until, at);
    return (
        <time dateTime={until} title={absolute(until)} className="tabular">
            {left === null ? "expired" : left}
        </time>
    );
}
