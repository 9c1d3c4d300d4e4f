package ai.dropops.cluster.session;

import ai.dropops.persistence.view.Host;
import ai.dropops.protocol.guard.path.Wildcards;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A set of hosts in the words of a TARGET. What is not known of a host never makes it a target, denied or not. */
sealed interface TargetExpression {
    /** Whether {@code subject} belongs to the set. */
    Truth holds(Subject subject);

    /** The parts it is made of; none for a part that stands alone. */
    default List<TargetExpression> parts() {
        return List.of();
    }

    /** An answer that may be missing. */
    enum Truth {
        NO,
        UNKNOWN,
        YES;

        static Truth of(boolean holds) {
            return holds ? YES : NO;
        }

        private Truth and(Truth other) {
            return compareTo(other) <= 0 ? this : other;
        }

        private Truth or(Truth other) {
            return compareTo(other) >= 0 ? this : other;
        }

        private Truth not() {
            return switch (this) {
                case NO -> YES;
                case UNKNOWN -> UNKNOWN;
                case YES -> NO;
            };
        }
    }

    /**
     * A host that may be meant.
     *
     * @param ofAll whether {@code all} means it
     * @param facts what is known of it; a fact that was never told is missing
     */
    record Subject(Host host, boolean ofAll, Map<Fact, String> facts) {}

    /** Every host of the session, or of the workspace where the session does not matter. */
    record All() implements TargetExpression {
        @Override
        public Truth holds(Subject subject) {
            return Truth.of(subject.ofAll());
        }
    }

    /** The hosts that have one of these as id, slot name, host name or index. */
    record Words(Set<String> texts) implements TargetExpression {
        public Words {
            texts = Set.copyOf(texts);
        }

        @Override
        public Truth holds(Subject subject) {
            Host host = subject.host();
            return Truth.of(texts.contains(host.operator().value())
                    || texts.contains(host.name())
                    || texts.contains(host.hostname())
                    || texts.contains(Integer.toString(host.number())));
        }
    }

    /** The hosts whose slot name or host name fits {@link Wildcards}. */
    record Named(String glob) implements TargetExpression {
        @Override
        public Truth holds(Subject subject) {
            return Truth.of(Wildcards.matches(glob, subject.host().name())
                    || Wildcards.matches(glob, subject.host().hostname()));
        }
    }

    /** The hosts of which this is known, in upper or lower case. */
    record Known(Fact fact, String glob) implements TargetExpression {
        @Override
        public Truth holds(Subject subject) {
            return Optional.ofNullable(subject.facts().get(fact))
                    .map(value -> Truth.of(Wildcards.matches(lower(glob), lower(value))))
                    .orElse(Truth.UNKNOWN);
        }
    }

    /** The hosts with such a label; one without it is none of them, and that is known. */
    record Labelled(String key, String glob) implements TargetExpression {
        @Override
        public Truth holds(Subject subject) {
            String value = subject.host().labels().all().get(key);
            return Truth.of(value != null && Wildcards.matches(glob, value));
        }
    }

    record Not(TargetExpression part) implements TargetExpression {
        @Override
        public Truth holds(Subject subject) {
            return part.holds(subject).not();
        }

        @Override
        public List<TargetExpression> parts() {
            return List.of(part);
        }
    }

    record And(List<TargetExpression> parts) implements TargetExpression {
        public And {
            parts = List.copyOf(parts);
        }

        @Override
        public Truth holds(Subject subject) {
            return parts.stream().map(part -> part.holds(subject)).reduce(Truth.YES, Truth::and);
        }
    }

    record Or(List<TargetExpression> parts) implements TargetExpression {
        public Or {
            parts = List.copyOf(parts);
        }

        @Override
        public Truth holds(Subject subject) {
            return parts.stream().map(part -> part.holds(subject)).reduce(Truth.NO, Truth::or);
        }
    }

    /** Whether any of it asks for a fact. */
    default boolean asksForFacts() {
        return this instanceof Known || parts().stream().anyMatch(TargetExpression::asksForFacts);
    }

    /** The keys of labels in it, which some host has to have. */
    default Stream<String> labels() {
        return this instanceof Labelled(var key, var _)
                ? Stream.of(key)
                : parts().stream().flatMap(TargetExpression::labels);
    }

    /** The words in it that have to be enrolled hosts. */
    default Stream<String> mentioned() {
        return this instanceof Words(var texts)
                ? texts.stream()
                : parts().stream().flatMap(TargetExpression::mentioned);
    }

    /** Those of the words that are not only there to leave a host out. */
    default Stream<String> wanted() {
        return this instanceof Not
                ? Stream.empty()
                : this instanceof Words(var texts)
                        ? texts.stream()
                        : parts().stream().flatMap(TargetExpression::wanted);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
