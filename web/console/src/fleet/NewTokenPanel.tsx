import type { NewToken } from "../api/contract.ts";
import { CopyButton } from "../ui/CopyButton.tsx";
import { absolute } from "../ui/time.ts";
import { useDeviceLinks } from "./deviceLinks.ts";

/** A new token, shown this once, the line for every host, and how many have come. */
export function NewTokenPanel({ issued }: { issued: NewToken }) {
    const { data } = useDeviceLinks();
    const link = data?.find((each) => each.id === issued.link.id) ?? issued.link;
    return (
        <div className="new-key">
            <section>
                <h3>1. Run this on every host</h3>
                <div className="command-line">
                    <code>{issued.installCommand}</code>
                    <CopyButton text={issued.installCommand} label="Copy install line" />
                </div>
                <p className="faint">
                    It checks this control plane's key, installs the operator into the current folder and starts it. The
                    host gets a slot and a key of its own, and needs the token never again.
                </p>
            </section>
            <section>
                <h3>Token</h3>
                <div className="command-line">
                    <code>{issued.token}</code>
                    <CopyButton text={issued.token} label="Copy token" />
                </div>
                <p className="faint">
                    Shown this once: only its hash is kept here. It ends {absolute(link.expiresAt)}, or when it is
                    revoked; hosts that have come stay.
                </p>
            </section>
            <section>
                <h3>2. See them come</h3>
                <p className="first-heartbeat" role="status">
                    <strong>{link.used.toLocaleString("en")}</strong> of {link.uses.toLocaleString("en")} hosts have
                    come
                </p>
            </section>
        </div>
    );
}
