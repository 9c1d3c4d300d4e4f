import { useState } from "react";
import type { Operator } from "../api/contract.ts";
import { ALL, type Choice, chosen, hostName, hostNames, toggle } from "./targets.ts";

const CHIPS = 12;

interface TargetPickerProps {
    bound: readonly Operator[];
    choice: Choice;
    onChange: (choice: Choice) => void;
}

/** The bound operators as chips: all of them, those picked, or a set in words. */
export function TargetPicker({ bound, choice, onChange }: TargetPickerProps) {
    const [text, setText] = useState("");
    if (bound.length === 0) return null;
    const picked = new Set(chosen(choice, bound).map((operator) => operator.id));
    const every = hostNames(bound);
    const names = new Map(bound.map((operator, index) => [operator.id, every[index]]));
    const matching =
        text === ""
            ? bound
            : bound.filter((operator) =>
                  `${operator.name} ${hostName(operator)}`.toLowerCase().includes(text.toLowerCase()),
              );
    const shown =
        choice.kind === "some" && text === ""
            ? [...matching].sort((a, b) => Number(picked.has(b.id)) - Number(picked.has(a.id)))
            : matching;
    return (
        <div className="targets" role="group" aria-label="Hosts">
            <span className="targets-label">on</span>
            {bound.length > 1 ? (
                <button
                    type="button"
                    className="chip"
                    aria-pressed={choice.kind === "all"}
                    onClick={() => onChange(ALL)}
                >
                    all {bound.length.toLocaleString("en")} bound
                </button>
            ) : null}
            {bound.length > 1 ? (
                <button
                    type="button"
                    className="chip"
                    aria-pressed={choice.kind === "set"}
                    title="Names, web-*, labels as role=web, facts as os=linux, groups as @canary; joined by & | ! ( ) and commas"
                    onClick={() => onChange(choice.kind === "set" ? ALL : { kind: "set", text: "" })}
                >
                    a set…
                </button>
            ) : null}
            {choice.kind === "set" ? (
                <input
                    type="text"
                    className="target-search target-set"
                    aria-label="Set of hosts"
                    placeholder="os=linux & !web-*"
                    value={choice.text}
                    autoCapitalize="off"
                    autoComplete="off"
                    spellCheck={false}
                    onChange={(event) => onChange({ kind: "set", text: event.target.value })}
                />
            ) : null}
            {bound.length > CHIPS ? (
                <input
                    type="search"
                    className="target-search"
                    aria-label="Find a host"
                    placeholder="Find a host…"
                    value={text}
                    onChange={(event) => setText(event.target.value)}
                />
            ) : null}
            {shown.slice(0, CHIPS).map((operator) => {
                const on = picked.has(operator.id) && (choice.kind === "some" || bound.length === 1);
                return (
                    <button
                        key={operator.id}
                        type="button"
                        className="chip"
                        aria-pressed={on}
                        title={operator.connected ? operator.name : `${operator.name} is not connected now`}
                        onClick={() => onChange(toggle(choice, operator.id, bound))}
                    >
                        <span className={`dot ${operator.status.toLowerCase()}`} aria-hidden="true" />
                        {names.get(operator.id)}
                        {operator.connected ? null : <span className="faint"> offline</span>}
                    </button>
                );
            })}
            {shown.length > CHIPS ? (
                <span className="faint">and {(shown.length - CHIPS).toLocaleString("en")} more</span>
            ) : null}
        </div>
    );
}
