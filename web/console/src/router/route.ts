/** Every page of the console. */
export type Route =
    | { page: "login" }
    | { page: "operators" }
    | { page: "terminal" }
    | { page: "approvals"; id: string | null }
    | { page: "history" }
    | { page: "policy" }
    | { page: "audit" }
    | { page: "settings" }
    | { page: "files" }
    | { page: "batch"; id: string }
    | { page: "lost" };

export function routeOf(path: string): Route {
    const [first = "", second = "", ...more] = path.split("/").filter((part) => part !== "");
    if (more.length > 0) return { page: "lost" };
    if (second !== "") {
        if (first === "batches") return { page: "batch", id: second };
        if (first === "approvals") return { page: "approvals", id: second };
        return { page: "lost" };
    }
    switch (first) {
        case "":
        case "operators":
            return { page: "operators" };
        case "login":
            return { page: "login" };
        case "terminal":
            return { page: "terminal" };
        case "approvals":
            return { page: "approvals", id: null };
        case "files":
            return { page: "files" };
        case "settings":
            return { page: "settings" };
        case "audit":
            return { page: "audit" };
        case "policy":
            return { page: "policy" };
        case "history":
        case "batches":
            return { page: "history" };
        default:
            return { page: "lost" };
    }
}
