import type { IncomingMessage } from "node:http";
import { Refusal } from "./Refusal.ts";

/** Who may speak to the fake server: sign-in links, cookies, the CSRF token and nonces. */
export class Access {
    readonly signInTokens = new Set<string>();
    private cookies = new Set<string>();
    private nonces = new Set<string>();

    /** The cookie for a link that was not used before. */
    signIn(token: string): string {
        if (!this.signInTokens.delete(token)) {
            throw new Refusal(
                401,
                "link-unusable",
                "This link was used before or is older than 15 minutes.",
                "Get a new one: `./dropops login` prints it.",
            );
        }
        this.cookies.add(`session-${token}`);
        return `dropops_sign_in=session-${token}; HttpOnly; SameSite=Strict; Path=/`;
    }

    signOut(request: IncomingMessage): void {
        this.cookies.delete(cookie(request));
    }

    /** Refuses what no signed-in page has sent. */
    check(request: IncomingMessage): void {
        if (!this.cookies.has(cookie(request)))
            throw new Refusal(
                401,
                "sign-in-needed",
                "This needs a sign-in.",
                "Open a new console link: `./dropops login` prints one.",
            );
        if (request.method === "GET") return;
        if (request.headers["x-csrf-token"] !== "csrf-1") {
            throw new Refusal(403, "csrf", "The CSRF token is missing.", "Reload the page.");
        }
        this.takeOnce(request);
    }

    private takeOnce(request: IncomingMessage): void {
        const nonce = String(request.headers["x-request-nonce"] ?? "");
        const stamp = Date.parse(String(request.headers["x-request-timestamp"] ?? ""));
        if (!/^[\w-]{16,64}$/.test(nonce) || Number.isNaN(stamp))
            throw new Refusal(400, "stamp-missing", "The request does not carry its time and a nonce.", "Send both.");
        if (Math.abs(stamp - Date.now()) > 300_000)
            throw new Refusal(403, "clocks-apart", "The clocks are too far apart.", "Set the one that is wrong.");
        if (this.nonces.has(nonce))
            throw new Refusal(409, "request-replayed", "This very request was taken before.", "Send a new one.");
        this.nonces.add(nonce);
    }
}

function cookie(request: IncomingMessage): string {
    return /dropops_sign_in=([^;]+)/.exec(request.headers.cookie ?? "")?.[1] ?? "";
}
