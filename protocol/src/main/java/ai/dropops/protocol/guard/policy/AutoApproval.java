package ai.dropops.protocol.guard.policy;

/**
 * What may run without a question.
 *
 * @param enabled whether anything may
 * @param withoutScopes whether on hosts whose Landlock has no scopes too
 */
public record AutoApproval(boolean enabled, boolean withoutScopes) {
    public static final AutoApproval DEFAULTS = new AutoApproval(true, false);

    public AutoApproval stricter(AutoApproval other) {
        return new AutoApproval(enabled && other.enabled, withoutScopes && other.withoutScopes);
    }
}
