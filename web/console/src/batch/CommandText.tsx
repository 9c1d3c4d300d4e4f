import { exact } from "../output/visible.ts";
import { WarnIcon } from "../ui/icons.tsx";

/** A command exactly as it will run; characters nobody could see are spelled out. */
export function CommandText({ command, full = false }: { command: string; full?: boolean }) {
    const shown = exact(command);
    return (
        <div className={full ? "command full" : "command"}>
            <pre>
                <code>{shown}</code>
            </pre>
            {shown !== command ? (
                <p className="command-odd">
                    <WarnIcon size={13} /> This command holds characters that are invisible, look like others or turn
                    the direction of text; they are written out, as ⟨U+202E⟩ or ^G.
                </p>
            ) : null}
        </div>
    );
}
