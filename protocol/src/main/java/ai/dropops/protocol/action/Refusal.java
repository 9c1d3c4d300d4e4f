package ai.dropops.protocol.action;

/** Why a host would not act on an order. */
public enum Refusal {
    /** The order is not what this version understands. */
    MALFORMED,
    /** The execution key is not the one that follows from permit, operator and attempt. */
    WRONG_KEY,
    /** No pinned key made the permit, or it is for another proposal. */
    PERMIT_INVALID,
    /** Too few of the approvers this host has pinned have signed. */
    APPROVERS_MISSING,
    /** The permit's time has not come or is over. */
    NOT_VALID_NOW,
    /** The proposal is for another workspace. */
    WRONG_WORKSPACE,
    /** The proposal does not name this host with this key. */
    NOT_A_TARGET,
    /** The order answers another connection's challenge or its counter does not rise. */
    REPLAYED,
    /** More attempts than the proposal allows. */
    ATTEMPTS_EXHAUSTED,
    /** The host's own judgement forbids it. */
    DENIED_HERE,
    /** The permit is automatic and the host's own judgement is not Allow. */
    NEEDS_APPROVAL_HERE,
    /** The host cannot run it: no such folder or user, no process to be had, no disk. */
    CANNOT_RUN
}
