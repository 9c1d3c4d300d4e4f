package ai.dropops.protocol.sentinel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** The kinds of a catalogue made ready to run; immutable and shared by all scrubbers. */
record Detector(List<Rule> rules, Automaton automaton, ByteSet backs, int longestBack, int runs) {
    static Detector of(List<Kind> kinds) throws MalformedPattern {
        var runs = new AtomicInteger();
        var rules = new ArrayList<Rule>();
        var anchors = new ArrayList<Automaton.Anchor>();
        for (int i = 0; i < kinds.size(); i++) {
            Kind kind = kinds.get(i);
            Check check = Check.valueOf(kind.check().toUpperCase(Locale.ROOT));
            for (String pattern : kind.patterns()) {
                Form form = FormReader.read(pattern, runs::getAndIncrement);
                for (List<ByteSet> sequence : Anchors.of(form)) {
                    anchors.add(new Automaton.Anchor(rules.size(), form.before(), sequence));
                }
                rules.add(Rule.of(kind, i, form, check));
            }
        }
        var backs = ByteSet.of(b -> false);
        int longestBack = 0;
        for (Rule rule : rules) {
            backs = backs.or(rule.form().back().set());
            longestBack = Math.max(longestBack, rule.form().back().max());
        }
        return new Detector(List.copyOf(rules), new Automaton(anchors), backs, longestBack, runs.get());
    }
}
