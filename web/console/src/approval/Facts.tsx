import type { Approval, Profile } from "../api/contract.ts";
import { exact, visible } from "../output/visible.ts";
import { Advice } from "../ui/Advice.tsx";
import { Age } from "../ui/Age.tsx";
import { CopyButton } from "../ui/CopyButton.tsx";
import { ApprovalsIcon, WarnIcon } from "../ui/icons.tsx";
import { hostNames } from "../terminal/targets.ts";
import { agreed, CONFINED, keptHere, needsOthers, standing } from "./approval.ts";
import { Hosts } from "./Hosts.tsx";
import { orderWords } from "./order.ts";

/** So many hosts are named in a sentence. */
const FEW = 5;

/** Who asked for what, where and why, what it would do, and who has agreed. */
export function ApprovalFacts({ approval }: { approval: Approval }) {
    const { action } = approval;
    const variables = Object.entries(action.env ?? {});
    return (
        <dl className="approval-facts">
            <div>
                <dt>Effects</dt>
                <dd>
                    {approval.effects.length > 0 ? (
                        <ul className="effects">
                            {approval.effects.map((effect) => (
                                <li key={effect}>
                                    <EffectWords effect={effect} />
                                </li>
                            ))}
                        </ul>
                    ) : (
                        <span className="faint">none that can be told beforehand</span>
                    )}
                </dd>
            </div>
            {approval.reasons.length > 0 ? (
                <div>
                    <dt>{approval.state === "AUTOMATIC" ? "Allowed" : "Risk"}</dt>
                    <dd>
                        <ul className="reasons">
                            {approval.reasons.map((reason) => (
                                <li key={reason}>
                                    <Advice text={exact(reason)} />
                                </li>
                            ))}
                        </ul>
                    </dd>
                </div>
            ) : null}
            <div>
                <dt>Confinement</dt>
                <dd>
                    <Confinement profile={approval.profile} />
                </dd>
            </div>
            <div>
                <dt>{approval.targetCount === 1 ? "Host" : `${approval.targetCount.toLocaleString("en")} hosts`}</dt>
                <dd>
                    <Hosts approval={approval} />
                </dd>
            </div>
            <KeptHere approval={approval} />
            {approval.targetCount > 1 ? (
                <div>
                    <dt>Order</dt>
                    <dd>{orderWords(approval)}</dd>
                </div>
            ) : null}
            {action.cwd ? (
                <div>
                    <dt>Folder</dt>
                    <dd>
                        <code>{exact(action.cwd)}</code>
                    </dd>
                </div>
            ) : null}
            {variables.length > 0 ? (
                <div>
                    <dt>Environment</dt>
                    <dd>
                        {variables.map(([name, value]) => (
                            <code key={name} className="variable">
                                {exact(`${name}=${value}`)}
                            </code>
                        ))}
                    </dd>
                </div>
            ) : null}
            {approval.reason ? (
                <div>
                    <dt>Reason</dt>
                    <dd>{visible(approval.reason)}</dd>
                </div>
            ) : null}
            <div>
                <dt>Asked by</dt>
                <dd>
                    {approval.requestedBy.name}, <Age time={approval.requestedAt} />
                    <From address={approval.requestedFrom} />
                </dd>
            </div>
            {needsOthers(approval) || approval.votes.length > 0 ? (
                <div>
                    <dt>Agreement</dt>
                    <dd>
                        <Agreement approval={approval} />
                    </dd>
                </div>
            ) : null}
            <div>
                <dt>Digest</dt>
                <dd>
                    <code title={approval.digest}>{approval.digest.slice(0, 16)}…</code>{" "}
                    <CopyButton text={approval.digest} label="Copy digest" />
                </dd>
            </div>
        </dl>
    );
}

/** "writes /etc/motd": what is done in plain text, to what as code. */
function EffectWords({ effect }: { effect: string }) {
    const space = effect.indexOf(" /");
    if (space < 0) return <>{exact(effect)}</>;
    return (
        <>
            {exact(effect.slice(0, space))} <code>{exact(effect.slice(space + 1))}</code>
        </>
    );
}

/** What is kept where other than on the host is part of what is agreed to. */
function KeptHere({ approval }: { approval: Approval }) {
    const hosts = keptHere(approval);
    if (hosts.length === 0) return null;
    return (
        <div>
            <dt>Records</dt>
            <dd>
                {hosts.length === approval.targetCount
                    ? "The control plane keeps the output, scrubbed; the host keeps no records"
                    : `The control plane keeps the output of ${hostNames(hosts).slice(0, FEW).join(", ")}${hosts.length > FEW ? ` and ${hosts.length - FEW} more` : ""}, scrubbed`}
            </dd>
        </div>
    );
}

function Confinement({ profile }: { profile: Profile }) {
    const { words, confined } = CONFINED[profile];
    return (
        <span className={confined ? "confinement" : "confinement none"}>
            {confined ? <ApprovalsIcon size={14} /> : <WarnIcon size={14} />}
            {words}
        </span>
    );
}

/** Who has said what, and who is waited for. */
function Agreement({ approval }: { approval: Approval }) {
    return (
        <div className="agreement">
            {needsOthers(approval) ? (
                <p>
                    <Steps done={agreed(approval).length} of={approval.quorum} />
                    {standing(approval)}
                    {approval.requesterMayApprove
                        ? ""
                        : `; ${approval.requestedBy.name} asked and may not be among them`}
                </p>
            ) : null}
            <ul>
                {approval.votes.map((vote) => (
                    <li key={`${vote.by.id} ${vote.answer}`}>
                        <span className={`status ${vote.answer === "YES" ? "good" : "bad"}`}>
                            {vote.answer === "YES" ? "Yes" : "No"}
                        </span>{" "}
                        {vote.by.name}, <Age time={vote.at} />
                        <From address={vote.address} />
                    </li>
                ))}
            </ul>
        </div>
    );
}

function Steps({ done, of }: { done: number; of: number }) {
    return (
        <span className="agreement-steps" aria-hidden="true">
            {Array.from({ length: of }, (_, place) => (
                <span key={place} className={place < done ? "done" : undefined} />
            ))}
        </span>
    );
}

function From({ address }: { address: string | null }) {
    return address ? <span className="faint"> from {address}</span> : null;
}
