import { QueryClientProvider, useQuery } from "@tanstack/react-query";
import { asProblem } from "../api/problem.ts";
import { usePath } from "../router/location.ts";
import { routeOf } from "../router/route.ts";
import { Toasts } from "../ui/Toasts.tsx";
import { LoginPage } from "./LoginPage.tsx";
import { Shell } from "./Shell.tsx";
import { SignedOutPage, UnreachablePage } from "./SignedOutPage.tsx";
import { client, keys, queries, useSignedOut } from "./console.ts";

/** The console: signing in, or the shell around every other page. */
export function App() {
    return (
        <QueryClientProvider client={queries}>
            <Entrance />
            <Toasts />
        </QueryClientProvider>
    );
}

function Entrance() {
    const route = routeOf(usePath());
    const signedOut = useSignedOut();
    if (route.page === "login") return <LoginPage />;
    if (signedOut) return <SignedOutPage />;
    return <SignedIn />;
}

function SignedIn() {
    const me = useQuery({
        queryKey: keys.me,
        queryFn: () => client.me(),
        refetchInterval: (query) => (query.state.error ? 2_000 : false),
    });
    const route = routeOf(usePath());
    if (me.data) return <Shell me={me.data} route={route} />;
    if (me.error && asProblem(me.error).signedOut) return <SignedOutPage />;
    if (me.error) return <UnreachablePage problem={me.error} />;
    return <main className="entrance" aria-busy="true" aria-label="Loading" />;
}
