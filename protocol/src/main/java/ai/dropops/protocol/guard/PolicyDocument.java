package ai.dropops.protocol.guard;

import ai.dropops.protocol.guard.path.PathGlob;
import ai.dropops.protocol.guard.path.PathGlobs;
import ai.dropops.protocol.guard.policy.ApprovalRules;
import ai.dropops.protocol.guard.policy.AutoApproval;
import ai.dropops.protocol.guard.policy.CommandPattern;
import ai.dropops.protocol.guard.policy.CommandRules;
import ai.dropops.protocol.guard.policy.MalformedPolicy;
import ai.dropops.protocol.guard.policy.Names;
import ai.dropops.protocol.guard.policy.PathAccess;
import ai.dropops.protocol.guard.policy.PathRules;
import ai.dropops.protocol.guard.policy.Section;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A policy as people write it: YAML 1.2 or JSON with strict keys; {@code docs/policy.md} names them all. */
final class PolicyDocument {
    private static final long FORMAT = 1;

    private PolicyDocument() {}

    /** A {@link MalformedPolicy} says what is wrong with {@code text}. */
    static Policy read(String text) {
        var document = Section.read(
                text,
                "version",
                "commands",
                "paths",
                "environment",
                "files",
                "auto-approval",
                "production",
                "approvals");
        return document.as(PolicyDocument::policy);
    }

    static String defaultText() {
        try (InputStream in = PolicyDocument.class.getResourceAsStream("default-policy.yaml")) {
            if (in == null) {
                throw new IllegalStateException("the default policy is missing from the package");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Policy policy(Section document) {
        if (document.number("version").orElse(0L) != FORMAT) {
            throw new IllegalArgumentException("the document wants its format: version: 1");
        }
        Policy defaults = Policy.defaults();
        return new Policy(
                in(document.section("commands", "block", "allow-only"), PolicyDocument::commands, defaults.commands()),
                in(
                        document.section("paths", "read", "write", "protect", "sensitive"),
                        PolicyDocument::paths,
                        defaults.paths()),
                in(document.section("environment", "allow"), PolicyDocument::environment, defaults.environment()),
                in(
                        document.section("files", "max-bytes"),
                        files -> files.number("max-bytes").orElse(defaults.largestFile()),
                        defaults.largestFile()),
                in(
                        document.section("auto-approval", "enabled", "without-scopes"),
                        PolicyDocument::autoApproval,
                        defaults.autoApproval()),
                in(document.section("production", "hosts"), PolicyDocument::production, defaults.production()),
                in(
                        document.section("approvals", "quorum", "quorum-high", "requester-may-approve"),
                        PolicyDocument::approvals,
                        defaults.approvals()));
    }

    private static <T> T in(Optional<Section> section, Function<Section, T> reading, T absent) {
        return section.map(it -> it.as(reading)).orElse(absent);
    }

    private static CommandRules commands(Section section) {
        return new CommandRules(
                section.list("block", CommandPattern::parse).orElse(List.of()),
                section.list("allow-only", CommandPattern::parse).map(List::of).orElse(List.of()));
    }

    private static PathRules paths(Section section) {
        return new PathRules(
                in(section.section("read", "allow", "deny"), PolicyDocument::access, PathAccess.ANY),
                in(section.section("write", "allow", "deny"), PolicyDocument::access, PathAccess.ANY),
                globs(section, "protect").orElse(PathGlobs.NONE),
                globs(section, "sensitive").orElse(PathGlobs.NONE));
    }

    private static PathAccess access(Section section) {
        return new PathAccess(
                globs(section, "allow").map(List::of).orElse(List.of()),
                globs(section, "deny").orElse(PathGlobs.NONE));
    }

    private static Optional<PathGlobs> globs(Section section, String key) {
        return section.list(key, PathGlob::parse).map(PathGlobs::new);
    }

    private static Names environment(Section section) {
        return new Names(
                section.list("allow", Function.identity()).map(List::of).orElse(List.of()));
    }

    private static AutoApproval autoApproval(Section section) {
        return new AutoApproval(
                section.flag("enabled").orElse(AutoApproval.DEFAULTS.enabled()),
                section.flag("without-scopes").orElse(AutoApproval.DEFAULTS.withoutScopes()));
    }

    private static List<String> production(Section section) {
        return section.list("hosts", Function.identity()).orElse(List.of());
    }

    private static ApprovalRules approvals(Section section) {
        int quorum = section.number("quorum").map(Math::toIntExact).orElse(ApprovalRules.DEFAULTS.quorum());
        return new ApprovalRules(
                quorum,
                section.number("quorum-high").map(Math::toIntExact).orElse(quorum),
                section.flag("requester-may-approve").orElse(ApprovalRules.DEFAULTS.requesterMayApprove()));
    }
}
