import { useVirtualizer } from "@tanstack/react-virtual";
import { useId, useMemo, useRef, useState } from "react";
import type { Approval } from "../api/contract.ts";
import { visible } from "../output/visible.ts";
import { hostName, hostNames } from "../terminal/targets.ts";

/** Up to this many hosts are shown side by side; more become a list that can be searched. */
const SIDE_BY_SIDE = 24;
const ROW = 26;

/** Every host an approval is for. */
export function Hosts({ approval: { targets, targetCount } }: { approval: Approval }) {
    if (targetCount > SIDE_BY_SIDE) return <HostList targets={targets} targetCount={targetCount} />;
    const names = hostNames(targets);
    return (
        <ul className="hosts">
            {targets.map((target, index) => (
                <li key={target.operatorId} className="host-chip" title={`${target.name} · ${target.operatorId}`}>
                    {names[index]}
                </li>
            ))}
        </ul>
    );
}

function HostList({ targets, targetCount }: Pick<Approval, "targets" | "targetCount">) {
    const [sought, setSought] = useState("");
    const scroller = useRef<HTMLDivElement>(null);
    const fieldId = useId();
    const found = useMemo(() => {
        const text = sought.trim().toLowerCase();
        return targets.filter((target) => `${hostName(target)} ${target.name}`.toLowerCase().includes(text));
    }, [targets, sought]);
    const virtual = useVirtualizer({
        count: found.length,
        getScrollElement: () => scroller.current,
        estimateSize: () => ROW,
        overscan: 8,
        getItemKey: (index) => found[index]?.operatorId ?? index,
    });
    return (
        <div className="host-list">
            <div className="host-search">
                <label htmlFor={fieldId} className="sr-only">
                    Find a host among {targetCount.toLocaleString("en")}
                </label>
                <input
                    id={fieldId}
                    type="search"
                    placeholder="Find a host"
                    value={sought}
                    onChange={(event) => setSought(event.target.value)}
                />
                <span className="faint tabular" aria-live="polite">
                    {sought.trim() === ""
                        ? targets.length < targetCount
                            ? `the first ${targets.length.toLocaleString("en")} are shown`
                            : ""
                        : `${found.length.toLocaleString("en")} found`}
                </span>
            </div>
            <div className="host-scroller" ref={scroller} role="region" tabIndex={0} aria-label="Hosts">
                <div className="virtual" role="list" style={{ height: virtual.getTotalSize() }}>
                    {virtual.getVirtualItems().map((item) => {
                        const target = found[item.index];
                        if (!target) return null;
                        return (
                            <div
                                key={item.key}
                                role="listitem"
                                aria-setsize={found.length}
                                aria-posinset={item.index + 1}
                                className="virtual-item host-row"
                                style={{ transform: `translateY(${item.start}px)` }}
                            >
                                <code>{hostName(target)}</code>
                                <span className="faint ellipsis">{visible(target.name)}</span>
                            </div>
                        );
                    })}
                </div>
            </div>
        </div>
    );
}
