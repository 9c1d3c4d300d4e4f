/** Advice from the control plane, its `code` shown as code. */
export function Advice({ text }: { text: string }) {
    return text.split("`").map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part));
}
