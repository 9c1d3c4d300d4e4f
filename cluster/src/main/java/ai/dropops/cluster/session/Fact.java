package ai.dropops.cluster.session;

import ai.dropops.persistence.view.OperatorRow;
import ai.dropops.protocol.wire.HostReport;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a TARGET may ask of a host: a closed list, from the slot and from what the host last said. */
enum Fact {
    /** {@code linux}, as the host's Java names it. */
    OS,
    /** {@code amd64}, {@code aarch64}, as the host's Java names it. */
    ARCH,
    KERNEL,
    DISTRIBUTION,
    /** The version of the operator's program. */
    VERSION,
    /** {@code solo} or {@code cloud}. */
    KIND,
    /** {@code bound}, {@code stale} or {@code stopped}. */
    STATUS;

    static Optional<Fact> named(String word) {
        return Arrays.stream(values()).filter(fact -> fact.word().equals(word)).findFirst();
    }

    static String words() {
        return Arrays.stream(values()).map(Fact::word).collect(Collectors.joining(", "));
    }

    /** What is known of an operator; what was never told is missing. */
    static Map<Fact, String> of(OperatorRow row, Instant now) {
        var facts = new EnumMap<Fact, String>(Fact.class);
        facts.put(KIND, lower(row.kind()));
        facts.put(STATUS, lower(row.status(now)));
        HostReport report = row.pulse().host();
        if (report != null) {
            facts.put(OS, report.system().os());
            facts.put(ARCH, report.system().architecture());
            facts.put(KERNEL, report.os().kernel());
            facts.put(DISTRIBUTION, report.os().distribution());
            facts.put(VERSION, report.agentVersion());
        }
        facts.values().removeIf(String::isEmpty);
        return facts;
    }

    private String word() {
        return lower(this);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
