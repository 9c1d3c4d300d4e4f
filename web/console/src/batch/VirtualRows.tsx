import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useRef } from "react";

const ROW = 36;

interface VirtualRowsProps {
    count: number;
    keyOf: (index: number) => string;
    row: (index: number) => ReactNode;
}

/** Rows of any height, of which only those in sight are in the page. */
export function VirtualRows({ count, keyOf, row }: VirtualRowsProps) {
    const scroller = useRef<HTMLDivElement>(null);
    const virtual = useVirtualizer({
        count,
        getScrollElement: () => scroller.current,
        estimateSize: () => ROW,
        overscan: 8,
        getItemKey: keyOf,
    });
    return (
        <div className="executions-scroller" ref={scroller}>
            <div className="virtual" style={{ height: virtual.getTotalSize() }}>
                {virtual.getVirtualItems().map((item) => (
                    <div
                        key={item.key}
                        className="virtual-item"
                        data-index={item.index}
                        ref={virtual.measureElement}
                        style={{ transform: `translateY(${item.start}px)` }}
                    >
                        {row(item.index)}
                    </div>
                ))}
            </div>
        </div>
    );
}
