import { useEffect, useState } from "react";
import { announce } from "./announce.ts";
import { copyText } from "./copy.ts";
import { CheckIcon, CopyIcon } from "./icons.tsx";

interface CopyButtonProps {
    /** What is copied, or how to get it when asked. */
    text: string | (() => string);
    label: string;
    /** Shows the label beside the icon. */
    labelled?: boolean;
}

/** Copies a text and says whether that worked. */
export function CopyButton({ text, label, labelled = false }: CopyButtonProps) {
    const [state, setState] = useState<"idle" | "copied" | "failed">("idle");
    useEffect(() => {
        if (state === "idle") return;
        const timer = setTimeout(() => setState("idle"), 1_800);
        return () => clearTimeout(timer);
    }, [state]);
    async function copy() {
        const worked = await copyText(typeof text === "string" ? text : text());
        setState(worked ? "copied" : "failed");
        announce(worked ? "Copied" : "The browser did not allow copying");
    }
    const shown = state === "copied" ? "Copied" : state === "failed" ? "Not allowed" : label;
    return (
        <button
            type="button"
            className={labelled ? "button small" : "button quiet square small"}
            onClick={() => void copy()}
            aria-label={labelled ? undefined : label}
            title={labelled ? undefined : label}
        >
            {state === "copied" ? <CheckIcon size={14} /> : <CopyIcon size={14} />}
            {labelled ? shown : null}
        </button>
    );
}
