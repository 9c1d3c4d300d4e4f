import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useRef } from "react";
import type { Operator } from "../api/contract.ts";
import { setQueryParameter } from "../router/location.ts";
import { WarnIcon } from "../ui/icons.tsx";
import { Meter } from "../ui/Meter.tsx";
import { BindButton } from "./BindButton.tsx";
import { labelsText } from "./labels.ts";
import { Heartbeat, StatusBadge } from "./StatusBadge.tsx";

const ROW = 44;
/** The head stays in view, above the rows it scrolls with. */
export const TABLE_HEAD = 33;

interface OperatorTableProps {
    operators: readonly Operator[];
    selected: string;
    loading: boolean;
}

/** The rows in view of a list that may be ten thousand long. */
export function OperatorTable({ operators, selected, loading }: OperatorTableProps) {
    const scroller = useRef<HTMLDivElement>(null);
    const rows = useVirtualizer({
        count: operators.length,
        getScrollElement: () => scroller.current,
        estimateSize: () => ROW,
        overscan: 8,
        scrollMargin: TABLE_HEAD,
        getItemKey: (index) => operators[index]?.id ?? index,
    });
    return (
        <div
            className="table"
            ref={scroller}
            role="table"
            aria-label="Operators"
            aria-rowcount={operators.length + 1}
            aria-busy={loading}
        >
            <div className="table-head" role="rowgroup">
                <div className="row" role="row" aria-rowindex={1}>
                    <span role="columnheader" className="number">
                        #
                    </span>
                    <span role="columnheader">Operator</span>
                    <span role="columnheader">Status</span>
                    <span role="columnheader">CPU</span>
                    <span role="columnheader">Memory</span>
                    <span role="columnheader">Disk</span>
                    <span role="columnheader">Session</span>
                    <span role="columnheader">
                        <span className="sr-only">Actions</span>
                    </span>
                </div>
            </div>
            <div role="rowgroup" className="virtual" style={{ height: rows.getTotalSize() }}>
                {rows.getVirtualItems().map((item) => {
                    const operator = operators[item.index];
                    return operator ? (
                        <OperatorRow
                            key={item.key}
                            operator={operator}
                            at={item.index}
                            top={item.start - TABLE_HEAD}
                            selected={operator.id === selected}
                        />
                    ) : null;
                })}
            </div>
        </div>
    );
}

interface OperatorRowProps {
    operator: Operator;
    at: number;
    top: number;
    selected: boolean;
}

const OperatorRow = memo(function OperatorRow({ operator, at, top, selected }: OperatorRowProps) {
    const { metrics, host } = operator;
    const open = () => setQueryParameter("operator", selected ? "" : operator.id);
    return (
        <div
            className={selected ? "row selected" : "row"}
            role="row"
            aria-rowindex={at + 2}
            style={{ transform: `translateY(${top}px)` }}
            onClick={(event) => {
                if (!(event.target as HTMLElement).closest("button, a")) open();
            }}
        >
            <span role="cell" className="number tabular faint">
                {operator.index}
            </span>
            <span role="cell" className="name-cell">
                <button type="button" className="row-link" onClick={open} aria-expanded={selected}>
                    {operator.name}
                </button>
                {operator.alarms.length > 0 ? (
                    <span className="alarm" title={operator.alarms.map((alarm) => alarm.message).join("\n")}>
                        <WarnIcon size={13} />
                        <span className="sr-only">{operator.alarms.length} alarms</span>
                    </span>
                ) : null}
                <span className="faint second">
                    {host
                        ? host.hostname === operator.name
                            ? host.distro
                            : `${host.hostname} · ${host.distro}`
                        : operator.enrolledAt
                          ? "installed, not heard of yet"
                          : "not installed yet"}
                    {Object.keys(operator.labels).length > 0 ? ` · ${labelsText(operator.labels)}` : ""}
                </span>
            </span>
            <span role="cell" className="status-cell">
                <StatusBadge operator={operator} />
                <span className="second">
                    <Heartbeat operator={operator} />
                </span>
            </span>
            <span role="cell">
                <Meter label="CPU" percent={metrics ? metrics.cpuPercent : null} />
            </span>
            <span role="cell">
                <Meter label="Memory" percent={metrics ? metrics.memoryPercent : null} />
            </span>
            <span role="cell">
                <Meter label="Disk" percent={metrics ? metrics.diskPercent : null} />
            </span>
            <span role="cell">
                {operator.boundToMe ? "Yours" : operator.boundSession ? "Another" : <span className="faint">–</span>}
            </span>
            <span role="cell" className="actions">
                <BindButton operator={operator} />
            </span>
        </div>
    );
});
