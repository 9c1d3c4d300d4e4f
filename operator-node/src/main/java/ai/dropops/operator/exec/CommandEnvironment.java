package ai.dropops.operator.exec;

import ai.dropops.protocol.identity.ExecutionId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * The environment commands start with: the operator's own without what is its secret, told not to ask questions. Values
 * are kept as the bytes they are, whatever the locale.
 */
final class CommandEnvironment {
    /** By this variable the processes of an execution are known, wherever they hide. */
    static final String MARK = "DROPOPS_EXECUTION";

    private static final String OWN = "DROPOPS_";
    private static final Map<String, String> UNATTENDED =
            Map.of("DEBIAN_FRONTEND", "noninteractive", "CI", "true", "NONINTERACTIVE", "1");

    /** What a command that only looks is told of the operator's environment, besides {@link #LOCALE}. */
    private static final Set<String> HARMLESS =
            Set.of("COLUMNS", "HOME", "LANG", "LANGUAGE", "LINES", "LOGNAME", "PATH", "SHELL", "TERM", "TZ", "USER");

    private static final String LOCALE = "LC_";

    private final Map<String, byte[]> inherited;

    private CommandEnvironment(Map<String, byte[]> inherited) {
        this.inherited = inherited;
    }

    /** What this process was started with; its own variables are erased where the kernel shows them to others. */
    static CommandEnvironment takeOver() throws IOException {
        byte[] block = Files.readAllBytes(Path.of("/proc/self/environ"));
        var inherited = new LinkedHashMap<String, byte[]>();
        for (byte[] entry : split(block)) {
            String text = new String(entry, StandardCharsets.ISO_8859_1);
            int equals = text.indexOf('=', 1);
            if (equals > 0) {
                inherited.put(text.substring(0, equals), entry);
            }
        }
        inherited.keySet().stream().filter(name -> name.startsWith(OWN)).forEach(Libc::eraseVariable);
        inherited.keySet().removeIf(name -> name.startsWith(OWN));
        return new CommandEnvironment(inherited);
    }

    /** Entries of the form NAME=value for one execution. */
    List<byte[]> with(ExecutionId execution, SortedMap<String, String> added) {
        return with(inherited, execution, added);
    }

    /**
     * The same for an execution that only looks: of what was inherited only what says who and where one is.
     *
     * @param own set before what is added
     */
    List<byte[]> looking(ExecutionId execution, Map<String, String> own, SortedMap<String, String> added) {
        var harmless = new LinkedHashMap<>(inherited);
        harmless.keySet().removeIf(name -> !HARMLESS.contains(name) && !name.startsWith(LOCALE));
        own.forEach((name, value) -> harmless.put(name, entry(name, value)));
        return with(harmless, execution, added);
    }

    private static List<byte[]> with(Map<String, byte[]> base, ExecutionId execution, SortedMap<String, String> added) {
        var entries = new LinkedHashMap<>(base);
        UNATTENDED.forEach((name, value) -> entries.put(name, entry(name, value)));
        added.forEach((name, value) -> entries.put(name, entry(name, value)));
        entries.put(MARK, entry(MARK, execution.value()));
        return List.copyOf(entries.values());
    }

    private static byte[] entry(String name, String value) {
        return (name + "=" + value).getBytes(StandardCharsets.UTF_8);
    }

    /** The texts in {@code block}, each of which ends with a zero byte. */
    static List<byte[]> split(byte[] block) {
        var parts = new ArrayList<byte[]>();
        int begin = 0;
        for (int i = 0; i < block.length; i++) {
            if (block[i] == 0) {
                parts.add(Arrays.copyOfRange(block, begin, i));
                begin = i + 1;
            }
        }
        return parts;
    }
}
