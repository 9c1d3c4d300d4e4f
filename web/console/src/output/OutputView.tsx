import { memo, type UIEvent, useLayoutEffect, useRef, useState, useSyncExternalStore } from "react";
import { colours } from "./colour.ts";
import { type Span, spans, type Style } from "./sgr.ts";
import type { Line, Tail } from "./tail.ts";

export const LINE_HEIGHT = 18;
const MOST_ROWS = 24;
const OVERSCAN = 12;

interface OutputViewProps {
    tail: Tail;
    label: string;
    /** As high as the page lets it be, for a page that is about this output alone. */
    tall?: boolean;
}

/** The kept lines of an output, of which only those in view are in the page; it follows the end until scrolled away from it. */
export function OutputView({ tail, label, tall = false }: OutputViewProps) {
    useSyncExternalStore(tail.subscribe, () => tail.version);
    const scroller = useRef<HTMLDivElement>(null);
    const following = useRef(true);
    const firstNumber = useRef(1);
    const [away, setAway] = useState(false);
    const [top, setTop] = useState(0);
    const count = tail.length;
    const rows = tall ? MOST_ROWS * 2 : MOST_ROWS;
    const height = Math.min(count, rows) * LINE_HEIGHT;

    useLayoutEffect(() => {
        const element = scroller.current;
        if (!element) return;
        const first = tail.at(0)?.number ?? 1;
        const dropped = first - firstNumber.current;
        firstNumber.current = first;
        if (following.current) element.scrollTop = element.scrollHeight;
        // Lines leaving at the front must not move those being read.
        else if (dropped > 0) element.scrollTop -= dropped * LINE_HEIGHT;
    });

    function onScroll(event: UIEvent<HTMLDivElement>) {
        const element = event.currentTarget;
        setTop(element.scrollTop);
        const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < LINE_HEIGHT;
        following.current = atEnd;
        setAway(!atEnd);
    }

    const visible = Math.ceil(height / LINE_HEIGHT) + 1;
    const at = following.current ? Math.max(0, count - visible) : Math.floor(top / LINE_HEIGHT);
    const from = Math.max(0, at - OVERSCAN);
    const to = Math.min(count, at + visible + OVERSCAN);
    const shown: Line[] = [];
    for (let index = from; index < to; index++) {
        const line = tail.at(index);
        if (line) shown.push(line);
    }
    return (
        <div className="output-frame">
            <div
                className="output"
                ref={scroller}
                onScroll={onScroll}
                role="group"
                aria-label={label}
                tabIndex={0}
                style={{ height: height + 2 }}
            >
                <div className="output-lines" style={{ height: count * LINE_HEIGHT }}>
                    <div className="output-window" style={{ transform: `translateY(${from * LINE_HEIGHT}px)` }}>
                        {shown.map((line) => (
                            <OutputLine key={line.number} kind={line.kind} text={line.text} style={line.style} />
                        ))}
                    </div>
                </div>
            </div>
            {away ? (
                <button
                    type="button"
                    className="button small jump"
                    onClick={() => {
                        following.current = true;
                        const element = scroller.current;
                        if (element) element.scrollTop = element.scrollHeight;
                    }}
                >
                    Go to the end
                </button>
            ) : null}
        </div>
    );
}

interface OutputLineProps {
    kind: Line["kind"];
    text: string;
    style: Style;
}

const OutputLine = memo(function OutputLine({ kind, text, style }: OutputLineProps) {
    if (kind === "note") return <div className="line note-line">{text}</div>;
    const parts = spans(text, style).spans;
    return (
        <div className={kind === "stderr" ? "line stderr" : "line"}>
            {parts.length === 0 ? "\u200b" : parts.map((span, index) => <StyledSpan key={index} span={span} />)}
        </div>
    );
});

function StyledSpan({ span: { text, style } }: { span: Span }) {
    const classes = [
        style.bold && "bold",
        style.faint && "dim",
        style.italic && "italic",
        style.underline && "underline",
        style.strike && "strike",
        style.hidden && "hidden-text",
        style.inverse && "inverse",
    ].filter(Boolean);
    const chosen = colours(style);
    if (classes.length === 0 && !chosen.color && !chosen.backgroundColor) return text;
    return (
        <span className={classes.join(" ") || undefined} style={chosen}>
            {text}
        </span>
    );
}
