package ai.dropops.protocol.guard.path;

import java.util.List;

/**
 * A path as it stands in a command.
 *
 * @param names made normal, {@code ..} taken back
 * @param certain the end that may lie in any folder: all of a relative path, what follows a {@code ..} that comes after a
 *     name; empty for a plain absolute path
 */
record Word(boolean absolute, List<String> names, List<String> certain) {
    static Word of(String text) {
        boolean absolute = text.startsWith("/");
        return new Word(
                absolute,
                Lexical.segments(text),
                !absolute || Lexical.turnsBack(text) ? Lexical.certain(text) : List.of());
    }
}
