package ai.dropops.protocol.guard.policy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which simple commands may run at all.
 *
 * @param block what may not, whoever approves
 * @param allowOnly white lists, on each of which a command must stand; none lets everything pass
 */
public record CommandRules(List<CommandPattern> block, List<List<CommandPattern>> allowOnly) {
    public static final CommandRules NONE = new CommandRules(List.of(), List.of());

    public CommandRules {
        block = block.stream().distinct().toList();
        allowOnly = allowOnly.stream().map(List::copyOf).distinct().toList();
    }

    /** Why the simple command {@code argv} may not run, if it may not. */
    public Optional<String> denies(List<String> argv) {
        Optional<String> blocked = block.stream()
                .filter(pattern -> pattern.isIn(argv))
                .findFirst()
                .map(pattern -> "the policy blocks '" + pattern + "'");
        return blocked.isPresent() || onEachList(argv)
                ? blocked
                : Optional.of("'" + argv.getFirst() + "', as it is used here, is not on the policy's white list");
    }

    /** Why a command that cannot be told from the text may not run, if it may not. */
    public Optional<String> deniesUntold() {
        return allowOnly.isEmpty()
                ? Optional.empty()
                : Optional.of("the policy has a white list, and it cannot be told what this would run");
    }

    private boolean onEachList(List<String> argv) {
        return allowOnly.stream().allMatch(list -> list.stream().anyMatch(pattern -> pattern.isAllOf(argv)));
    }

    public void render(Rendering out) {
        out.putAll("commands.block", block)
                .putAll(
                        "commands.allow-only",
                        allowOnly.stream()
                                .map(list -> new Rendering().putAll("", list))
                                .toList());
    }

    public CommandRules stricter(CommandRules other) {
        return new CommandRules(
                Stream.concat(block.stream(), other.block.stream()).toList(),
                Stream.concat(allowOnly.stream(), other.allowOnly.stream()).toList());
    }
}
