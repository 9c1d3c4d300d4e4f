import type { Risk } from "../api/contract.ts";
import { WarnIcon } from "../ui/icons.tsx";

export function RiskBadge({ risk }: { risk: Risk }) {
    return (
        <span className={`risk risk-${risk.toLowerCase()}`}>
            {risk === "HIGH" ? <WarnIcon size={12} /> : null}
            {risk === "HIGH" ? "High" : risk === "MEDIUM" ? "Medium" : "Low"} risk
        </span>
    );
}
