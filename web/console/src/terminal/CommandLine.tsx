import { useMutation } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import type { Operator, ProposalRequest } from "../api/contract.ts";
import { client } from "../app/console.ts";
import { useQueryParameter } from "../router/location.ts";
import { plural } from "../ui/amount.ts";
import { ProblemNote } from "../ui/ProblemNote.tsx";
import { CommandHistory } from "./commandHistory.ts";
import { Explained } from "./Explained.tsx";
import { objection, ONE_BY_ONE, paceRequest } from "./pace.ts";
import { PacePicker } from "./PacePicker.tsx";
import { tabStorage } from "./tab.ts";
import { TargetPicker } from "./TargetPicker.tsx";
import { ALL, type Choice, chosen, targetText } from "./targets.ts";

const history = new CommandHistory(tabStorage());

interface CommandLineProps {
    bound: readonly Operator[];
    onRun: (request: ProposalRequest) => void;
}

/** Where a command, its hosts and its reason are given. */
export function CommandLine({ bound, onRun }: CommandLineProps) {
    const [prefilled, setPrefilled] = useQueryParameter("command");
    const [on, setOn] = useQueryParameter("on");
    const [command, setCommand] = useState(prefilled);
    const [choice, setChoice] = useState<Choice>(() => (on ? { kind: "some", ids: on.split(",") } : ALL));
    const [pace, setPace] = useState(ONE_BY_ONE);
    const [reason, setReason] = useState("");
    const input = useRef<HTMLTextAreaElement>(null);
    const reasonId = useId();
    const targets = chosen(choice, bound);
    const perhapsMany = choice.kind === "set" || targets.length > 1;
    const named = choice.kind === "set" ? choice.text.trim() !== "" : targets.length > 0;
    const ready = command.trim() !== "" && named && !(perhapsMany && objection(pace));
    const explaining = useMutation({ mutationFn: () => client.explain(command, targetText(choice, bound)) });

    useEffect(() => {
        input.current?.focus();
        // What came with the address is now in the fields, and a reload must not bring it back.
        setPrefilled("");
        setOn("");
    }, []);

    useLayoutEffect(() => {
        const element = input.current;
        if (!element) return;
        element.style.height = "auto";
        element.style.height = `${Math.min(element.scrollHeight, 240)}px`;
    }, [command]);

    function run() {
        if (!ready) return;
        onRun({
            action: { type: "run-command", command },
            targets: targetText(choice, bound),
            ...(perhapsMany ? paceRequest(pace) : {}),
            ...(reason.trim() ? { reason: reason.trim() } : {}),
        });
        history.add(command);
        setCommand("");
        setReason("");
        explaining.reset();
        input.current?.focus();
    }

    function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
        if (event.nativeEvent.isComposing) return;
        const { selectionStart, selectionEnd, value } = event.currentTarget;
        const collapsed = selectionStart === selectionEnd;
        if (event.key === "Enter" && !event.shiftKey) {
            event.preventDefault();
            // A held key proposes once.
            if (!event.repeat) run();
        } else if (event.key === "ArrowUp" && collapsed && !value.slice(0, selectionStart).includes("\n")) {
            recall(event, history.older(command));
        } else if (event.key === "ArrowDown" && collapsed && !value.slice(selectionEnd).includes("\n")) {
            recall(event, history.newer());
        }
    }

    function recall(event: KeyboardEvent, text: string | null) {
        if (text === null) return;
        event.preventDefault();
        setCommand(text);
    }

    return (
        <form
            className="command-line-form"
            onSubmit={(event) => {
                event.preventDefault();
                run();
            }}
        >
            <TargetPicker bound={bound} choice={choice} onChange={setChoice} />
            {explaining.data ? <Explained explanation={explaining.data} onClose={() => explaining.reset()} /> : null}
            {explaining.error ? <ProblemNote problem={explaining.error} /> : null}
            <div className="prompt">
                <span className="prompt-mark" aria-hidden="true">
                    $
                </span>
                <textarea
                    ref={input}
                    data-slash
                    rows={1}
                    value={command}
                    onChange={(event) => setCommand(event.target.value)}
                    onKeyDown={onKeyDown}
                    placeholder={bound.length > 0 ? "Command" : "Bind an operator to run commands"}
                    aria-label="Command"
                    autoCapitalize="off"
                    autoComplete="off"
                    spellCheck={false}
                    disabled={bound.length === 0}
                />
                <button
                    type="button"
                    className="button"
                    disabled={!ready || explaining.isPending}
                    title="What would become of it, without proposing it"
                    onClick={() => explaining.mutate()}
                >
                    Explain
                </button>
                <button type="submit" className="button primary" disabled={!ready}>
                    Propose{targets.length > 1 ? ` on ${plural(targets.length, "host")}` : ""}
                </button>
            </div>
            <div className="prompt-options">
                <label htmlFor={reasonId} className="sr-only">
                    Reason (optional)
                </label>
                <input
                    id={reasonId}
                    type="text"
                    className="reason-field"
                    value={reason}
                    onChange={(event) => setReason(event.target.value)}
                    placeholder="Reason, for whoever approves (optional)"
                    maxLength={1_000}
                />
                {perhapsMany ? <PacePicker pace={pace} onChange={setPace} /> : null}
                <span className="spacer" />
                <span className="faint small hint">
                    <kbd>Enter</kbd> proposes · <kbd>Shift</kbd> <kbd>Enter</kbd> new line · <kbd>↑</kbd> earlier
                </span>
            </div>
        </form>
    );
}
