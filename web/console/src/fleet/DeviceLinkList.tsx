import { useMutation } from "@tanstack/react-query";
import type { DeviceLink } from "../api/contract.ts";
import { client } from "../app/console.ts";
import { Age, Countdown } from "../ui/Age.tsx";
import { ProblemNote } from "../ui/ProblemNote.tsx";
import { deviceLinksChanged, useDeviceLinks } from "./deviceLinks.ts";
import { labelsText } from "./labels.ts";

const STATES: Record<DeviceLink["state"], string> = {
    ACTIVE: "Active",
    USED_UP: "Used up",
    EXPIRED: "Ended",
    REVOKED: "Revoked",
};

/** The tokens there are, who made them, what is left of them, and how to end them. */
export function DeviceLinkList() {
    const { data, error } = useDeviceLinks();
    if (error) return <ProblemNote problem={error} />;
    if (!data || data.length === 0) return null;
    return (
        <section className="device-links" tabIndex={0} aria-label="Tokens">
            <h3>Tokens</h3>
            <table>
                <thead>
                    <tr>
                        <th>Names</th>
                        <th>Labels</th>
                        <th>State</th>
                        <th>Left</th>
                        <th>Ends</th>
                        <th>Made</th>
                        <td />
                    </tr>
                </thead>
                <tbody>
                    {data.map((link) => (
                        <Row key={link.id} link={link} />
                    ))}
                </tbody>
            </table>
        </section>
    );
}

function Row({ link }: { link: DeviceLink }) {
    const revoke = useMutation({
        mutationFn: () => client.revokeDeviceLink(link.id),
        onSuccess: deviceLinksChanged,
    });
    return (
        <tr>
            <td>
                <code>{link.name}</code>
            </td>
            <td>{labelsText(link.labels)}</td>
            <td>{STATES[link.state]}</td>
            <td className="tabular">
                {(link.uses - link.used).toLocaleString("en")} of {link.uses.toLocaleString("en")}
            </td>
            <td>{link.state === "ACTIVE" ? <Countdown until={link.expiresAt} /> : "–"}</td>
            <td>
                <Age time={link.createdAt} /> by {link.createdBy.name}
            </td>
            <td>
                {link.state === "REVOKED" || link.state === "EXPIRED" ? null : (
                    <button
                        type="button"
                        className="button small"
                        aria-label={`Revoke the token for ${link.name}`}
                        disabled={revoke.isPending}
                        onClick={() => revoke.mutate()}
                    >
                        Revoke
                    </button>
                )}
                {revoke.error ? <ProblemNote problem={revoke.error} /> : null}
            </td>
        </tr>
    );
}
