import type { AnchorHTMLAttributes, MouseEvent, ReactNode } from "react";
import { navigate } from "./location.ts";

interface LinkProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
    to: string;
    children: ReactNode;
}

/** An anchor that moves inside the application and stays an anchor for new tabs, copying and no-mouse use. */
export function Link({ to, onClick, ...rest }: LinkProps) {
    function follow(event: MouseEvent<HTMLAnchorElement>) {
        onClick?.(event);
        const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
        if (event.defaultPrevented || !plain) return;
        event.preventDefault();
        navigate(to);
    }
    return <a href={to} onClick={follow} {...rest} />;
}
