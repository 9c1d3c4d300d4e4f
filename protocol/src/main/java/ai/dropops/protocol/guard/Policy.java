package ai.dropops.protocol.guard;

import ai.dropops.protocol.guard.path.Wildcards;
import ai.dropops.protocol.guard.policy.ApprovalRules;
import ai.dropops.protocol.guard.policy.AutoApproval;
import ai.dropops.protocol.guard.policy.CommandRules;
import ai.dropops.protocol.guard.policy.Names;
import ai.dropops.protocol.guard.policy.PathRules;
import ai.dropops.protocol.guard.policy.Rendering;
import ai.dropops.protocol.identity.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rules a workspace, or a host for itself, adds to the guard's own.
 *
 * @param environment the variables a command may be given
 * @param largestFile in bytes, of what a file action may read or write
 * @param production globs of the names of hosts that work in production
 */
public record Policy(
        CommandRules commands,
        PathRules paths,
        Names environment,
        long largestFile,
        AutoApproval autoApproval,
        List<String> production,
        ApprovalRules approvals) {
    private static final long DEFAULT_LARGEST_FILE = 10L * 1024 * 1024;
    private static final Policy DEFAULTS = new Policy(
            CommandRules.NONE,
            PathRules.NONE,
            Names.ANY,
            DEFAULT_LARGEST_FILE,
            AutoApproval.DEFAULTS,
            List.of(),
            ApprovalRules.DEFAULTS);

    public Policy {
        production = production.stream().distinct().toList();
        if (largestFile < 0) {
            throw new IllegalArgumentException("a file size limit below zero; give a number of bytes");
        }
    }

    public static Policy defaults() {
        return DEFAULTS;
    }

    /** {@link #defaults} as a person would write them. */
    public static String defaultText() {
        return PolicyDocument.defaultText();
    }

    /** The policy {@code text} describes; an IllegalArgumentException names the line, the key and what to write instead. */
    public static Policy parse(String text) {
        return PolicyDocument.read(text);
    }

    /** What both allow: whatever one of them refuses is refused, whatever one of them asks for is asked for. */
    public static Policy stricter(Policy workspace, Policy local) {
        return new Policy(
                workspace.commands.stricter(local.commands),
                workspace.paths.stricter(local.paths),
                workspace.environment.stricter(local.environment),
                Math.min(workspace.largestFile, local.largestFile),
                workspace.autoApproval.stricter(local.autoApproval),
                Stream.concat(workspace.production.stream(), local.production.stream())
                        .toList(),
                workspace.approvals.stricter(local.approvals));
    }

    /** Why the simple command {@code argv}, program first, must not run, if it must not. */
    public Optional<String> denies(List<String> argv) {
        return commands.denies(argv);
    }

    /** Why nothing with {@code effect} may run, if it must not. */
    public Optional<String> denies(Effect effect) {
        return switch (effect.kind()) {
            case READS -> effect.object().isEmpty() ? Optional.empty() : paths.deniesReading(effect.object());
            case WRITES, DELETES -> effect.object().isEmpty() ? Optional.empty() : paths.deniesWriting(effect.object());
            case OPAQUE -> commands.deniesUntold();
            case CONNECTS, SIGNALS, SERVES, INSTALLS, RULES, RAISES -> Optional.empty();
        };
    }

    /** Why a command may not be given the environment variable {@code name}, if it may not. */
    public Optional<String> deniesVariable(String name) {
        return environment.have(name)
                ? Optional.empty()
                : Optional.of("the policy does not let commands be given the variable " + name);
    }

    /** Whether a host known by any of {@code names} works in production. */
    public boolean isProduction(String... names) {
        return Stream.of(names).anyMatch(name -> production.stream().anyMatch(glob -> Wildcards.matches(glob, name)));
    }

    /** Names this policy in permits: the same rules have the same digest, however they were written down. */
    public Digest digest() {
        var out = new Rendering();
        commands.render(out);
        paths.render(out);
        environment.render("environment.allow", out);
        out.put("files.max-bytes", largestFile)
                .put("auto-approval.enabled", autoApproval.enabled())
                .put("auto-approval.without-scopes", autoApproval.withoutScopes())
                .putAll("production.hosts", production)
                .put("approvals.quorum", approvals.quorum())
                .put("approvals.quorum-high", approvals.quorumHigh())
                .put("approvals.requester-may-approve", approvals.requesterMayApprove());
        return Digest.of(("dropops/policy/2\0" + out).getBytes(StandardCharsets.UTF_8));
    }
}
