import { useEffect, useState } from "react";
import { asProblem, type Problem } from "../api/problem.ts";
import { navigate, useFragment } from "../router/location.ts";
import { ProblemNote } from "../ui/ProblemNote.tsx";
import { CopyButton } from "../ui/CopyButton.tsx";
import { Brand } from "./Brand.tsx";
import { client, keys, markSignedIn, queries } from "./console.ts";

/** The token works once: this page must send it once, however often it is rendered. */
const attempts = new Map<string, Promise<void>>();

function signInOnce(token: string): Promise<void> {
    let attempt = attempts.get(token);
    if (!attempt) {
        attempt = client.signIn(token);
        attempts.set(token, attempt);
    }
    return attempt;
}

/** Exchanges the one-time token in the address for a sign-in, and takes it out of the address. */
export function LoginPage() {
    const fragment = useFragment();
    const [token] = useState(fragment);
    const [problem, setProblem] = useState<Problem | null>(null);
    useEffect(() => {
        document.title = "Sign in · DropOps";
        window.history.replaceState(null, "", "/login");
        if (!token) return;
        let shown = true;
        signInOnce(token).then(
            () => {
                queries.removeQueries({ queryKey: keys.me });
                markSignedIn();
                if (shown) navigate("/", "replace");
            },
            (failure: unknown) => {
                // Only a 401 says that the token is used up.
                if (!asProblem(failure).signedOut) attempts.delete(token);
                if (shown) setProblem(asProblem(failure));
            },
        );
        return () => {
            shown = false;
        };
    }, [token]);
    if (token && !problem) {
        return (
            <main className="entrance" aria-busy="true">
                <Brand />
                <p role="status">Signing in…</p>
            </main>
        );
    }
    return (
        <main className="entrance">
            <Brand />
            <Outcome problem={problem} />
        </main>
    );
}

/** Why one is still here: no link yet, a used one, or something in the way that has not used it up. */
function Outcome({ problem }: { problem: Problem | null }) {
    if (!problem) {
        return (
            <>
                <h1>Sign in with a one-time link</h1>
                <p>There is no password to remember: a link from the machine where DropOps runs signs you in.</p>
                <SignInSteps />
            </>
        );
    }
    if (!problem.signedOut) {
        return (
            <>
                <h1>Signing in did not work</h1>
                <ProblemNote problem={problem} />
                <p>The link has not been used up: open it again then.</p>
            </>
        );
    }
    return (
        <>
            <h1>This link no longer works</h1>
            <p>{problem.message}</p>
            <SignInSteps />
        </>
    );
}

export function SignInSteps() {
    return (
        <ol className="steps">
            <li>
                On the machine where DropOps runs, print a new link:
                <div className="command-line">
                    <code>./dropops login</code>
                    <CopyButton text="./dropops login" label="Copy command" />
                </div>
            </li>
            <li>Open it in this browser.</li>
        </ol>
    );
}
