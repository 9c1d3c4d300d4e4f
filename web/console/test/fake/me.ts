/** Who is signed in at the fake server, and through which session. */
export const ME = { id: "mb_00000000000000000000000001", name: "owner" };
export const SESSION = "se_00000000000000000000000001";

/** What tells an operator that is bound to that session from one that is not. */
export const BOUND = { status: "BOUND", boundToMe: true, boundSession: SESSION } as const;
