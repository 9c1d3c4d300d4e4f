import { useEffect } from "react";
import { ProblemNote } from "../ui/ProblemNote.tsx";
import { Brand } from "./Brand.tsx";
import { SignInSteps } from "./LoginPage.tsx";

export function SignedOutPage() {
    useEffect(() => {
        document.title = "Signed out · DropOps";
    }, []);
    return (
        <main className="entrance">
            <Brand />
            <h1>You are not signed in</h1>
            <p>A one-time link from the machine where DropOps runs signs this browser in.</p>
            <SignInSteps />
        </main>
    );
}

export function UnreachablePage({ problem }: { problem: unknown }) {
    return (
        <main className="entrance">
            <Brand />
            <h1>Cannot reach the control plane</h1>
            <ProblemNote problem={problem} />
        </main>
    );
}
