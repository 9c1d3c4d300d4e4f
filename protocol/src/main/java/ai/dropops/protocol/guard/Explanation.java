package ai.dropops.protocol.guard;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A verdict as people and programs read it.
 *
 * @param command what was judged
 * @param verdict {@code allow}, {@code ask} or {@code deny}
 * @param risk null when it is denied
 * @param effects what it would do, in words
 * @param profile what it would run under, null when it is denied
 */
public record Explanation(
        String command,
        String verdict,
        @Nullable Risk risk,
        List<String> effects,
        @Nullable String profile,
        List<String> reasons) {
    public Explanation {
        effects = List.copyOf(effects);
        reasons = List.copyOf(reasons);
    }

    public static Explanation of(String command, Verdict verdict) {
        List<String> effects =
                verdict.effects().stream().map(Effect::words).distinct().toList();
        return switch (verdict) {
            case Verdict.Allow(var profile, var _, var reasons) ->
                new Explanation(command, "allow", Risk.LOW, effects, profile.wireName(), reasons);
            case Verdict.Ask(var risk, var profile, var _, var reasons) ->
                new Explanation(command, "ask", risk, effects, profile.wireName(), reasons);
            case Verdict.Deny(var _, var reason) ->
                new Explanation(command, "deny", null, effects, null, List.of(reason));
        };
    }
}
