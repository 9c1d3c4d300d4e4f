package ai.dropops.web.link;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The settings of the operators' port, {@code dropops.link}. */
public record LinkSettings(
        Tls tls,
        int threads,
        int backlog,
        Duration openingTime,
        Duration idleTime,
        Duration heartbeat,
        int unsentLimit,
        int unhandledLimit,
        Duration attachPatience,
        int attachTries,
        int rememberedReports,
        int handovers,
        Reader reader,
        Enrolment enrolment,
        List<String> packageModules) {
    private static final String PATH = "dropops.link";
    private static final Set<String> KEYS = Set.of(
            "tls",
            "threads",
            "backlog",
            "opening-time",
            "idle-time",
            "heartbeat",
            "unsent-limit",
            "unhandled-limit",
            "attach-patience",
            "attach-tries",
            "remembered-reports",
            "handovers",
            "reader",
            "enrolment",
            "package");

    /** Which TLS is used. */
    public enum Tls {
        AUTO,
        JDK,
        BORINGSSL
    }

    /** How output is read from operators. */
    public record Reader(int window, int limit) {
        public Reader {
            positive("reader.window", window);
            positive("reader.limit", limit);
        }
    }

    /** How hosts become operators. */
    public record Enrolment(int bodyLimit, Duration patience, int failures, Duration window, Duration term) {
        public Enrolment {
            positive("enrolment.body-limit", bodyLimit);
            positive("enrolment.failures", failures);
        }
    }

    public LinkSettings {
        positive("backlog", backlog);
        positive("unsent-limit", unsentLimit);
        positive("unhandled-limit", unhandledLimit);
        positive("attach-tries", attachTries);
        positive("remembered-reports", rememberedReports);
        positive("handovers", handovers);
        if (idleTime.compareTo(heartbeat) <= 0) {
            throw new IllegalArgumentException("dropops.link.idle-time must be longer than heartbeat");
        }
        packageModules = List.copyOf(packageModules);
    }

    public static LinkSettings from(Config all) {
        Config config = all.getConfig(PATH);
        config.root().keySet().stream()
                .filter(key -> !KEYS.contains(key))
                .findAny()
                .ifPresent(key -> {
                    throw new ConfigException.BadPath(PATH + "." + key, "there is no such setting");
                });
        return new LinkSettings(
                Tls.valueOf(config.getString("tls").toUpperCase(Locale.ROOT)),
                config.getInt("threads"),
                config.getInt("backlog"),
                config.getDuration("opening-time"),
                config.getDuration("idle-time"),
                config.getDuration("heartbeat"),
                Math.toIntExact(config.getBytes("unsent-limit")),
                Math.toIntExact(config.getBytes("unhandled-limit")),
                config.getDuration("attach-patience"),
                config.getInt("attach-tries"),
                config.getInt("remembered-reports"),
                config.getInt("handovers"),
                new Reader(config.getInt("reader.window"), config.getInt("reader.limit")),
                new Enrolment(
                        Math.toIntExact(config.getBytes("enrolment.body-limit")),
                        config.getDuration("enrolment.patience"),
                        config.getInt("enrolment.failures"),
                        config.getDuration("enrolment.window"),
                        config.getDuration("enrolment.term")),
                config.getStringList("package.modules"));
    }

    private static void positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("dropops.link." + name + " must be at least 1");
        }
    }
}
