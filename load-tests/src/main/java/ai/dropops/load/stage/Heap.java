package ai.dropops.load.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The live objects of a JVM right after a full collection: bytes by class, largest first. */
public record Heap(long bytes, Map<String, Long> byClass) {
    private static final Pattern ROW = Pattern.compile("(?m)^ *\\d+: +\\d+ +(\\d+) +(\\S+)");
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

    public Heap {
        byClass = new LinkedHashMap<>(byClass);
    }

    public static Heap of(long pid) {
        String histogram = jcmd(pid, "GC.class_histogram");
        var byClass = new LinkedHashMap<String, Long>();
        var rows = ROW.matcher(histogram);
        while (rows.find()) {
            byClass.merge(rows.group(2), Long.parseLong(rows.group(1)), Long::sum);
        }
        var total = TOTAL.matcher(histogram);
        if (!total.find()) {
            throw new IllegalStateException("jcmd gave no histogram: " + histogram);
        }
        return new Heap(Long.parseLong(total.group(1)), byClass);
    }

    /** The {@code count} classes that grew most since {@code earlier}, with the bytes they grew by. */
    public List<Map.Entry<String, Long>> growthSince(Heap earlier, int count) {
        return byClass.entrySet().stream()
                .map(entry ->
                        Map.entry(entry.getKey(), entry.getValue() - earlier.byClass.getOrDefault(entry.getKey(), 0L)))
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(count)
                .toList();
    }

    private static String jcmd(long pid, String command) {
        try {
            var process = new ProcessBuilder(Programs.jcmd().toString(), Long.toString(pid), command)
                    .redirectErrorStream(true)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
