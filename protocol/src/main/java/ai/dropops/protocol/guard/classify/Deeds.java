package ai.dropops.protocol.guard.classify;

import ai.dropops.protocol.guard.classify.Finding.Does;
import ai.dropops.protocol.guard.classify.Finding.Leave;
import ai.dropops.protocol.guard.classify.Finding.Weight;
import ai.dropops.protocol.guard.classify.Slot.Meaning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What one program does by itself when it is used in one form; commands it runs are not looked at here. */
record Deeds(Program program, Form form, List<Use> uses, Places places) {
    List<Finding> findings() {
        var found = new ArrayList<Finding>();
        uses.forEach(use -> of(use, found));
        form.does().ifPresent(does -> {
            boolean isSaid = found.stream().anyMatch(finding -> finding.does() == does);
            boolean isNamed = uses.stream().anyMatch(use -> use.meaning() == Meaning.NAME);
            if (!isSaid || isNamed || form.leave() == Leave.INSPECT) {
                found.addFirst(own(does));
            }
        });
        return found;
    }

    private Finding own(Does does) {
        if (does == Does.READS) {
            String verb = form.verb().equals("reads") ? "reads what " + program.name() + " shows" : form.verb();
            String why = form.leave() == Leave.NEVER ? program.name() + " does more than read there" : "";
            return new Finding(does, verb, "", form.weight(), form.leave(), why);
        }
        String names = uses.stream()
                .filter(use -> use.meaning() == Meaning.NAME)
                .map(use -> use.word().shown())
                .collect(Collectors.joining(" "));
        boolean nameless = names.isEmpty() && (form.verb().indexOf(' ') < 0 || does == Does.OPAQUE);
        return new Finding(does, verb(), nameless ? program.name() : names, form.weight(), Leave.NEVER, "");
    }

    private void of(Use use, List<Finding> into) {
        switch (use.meaning()) {
            case FILE, LOCAL -> {
                if (!use.word().marked().equals("-")) {
                    into.add(places.reading(use.word()));
                }
            }
            case TREE -> into.add(places.readingBelow(use.word()));
            case WRITE -> {
                if (!use.word().marked().equals("-")) {
                    into.add(places.writing(Does.WRITES, writing(), use.word(), written()));
                }
            }
            case DELETE -> into.add(places.writing(Does.DELETES, "deletes", use.word(), form.weight()));
            case HOST ->
                into.add(new Finding(Does.CONNECTS, "connects to", use.word().shown(), form.weight(), Leave.NEVER, ""));
            case SED -> demand(SedScript.onlyEdits(text(use)), "a sed script that may do more than edit", use, into);
            case AWK ->
                demand(AwkProgram.onlyComputes(text(use)), "an awk program that may do more than print", use, into);
            case MODE -> mode(use.word(), into);
            case TEXT, NUM, STAT, NAME, CMD, EXEC, XCMD, SH, SHREST, CODE, ENV, VAR, KEY, REPL, FORMAT, VERB, ANY -> {}
        }
    }

    private String writing() {
        return form.does().equals(Optional.of(Does.WRITES)) ? verb() : "writes";
    }

    private Weight written() {
        return form.weight() == Weight.MUCH ? Weight.MUCH : Weight.SOMETHING;
    }

    private static String text(Use use) {
        return use.word().marked();
    }

    private static void demand(boolean isTame, String what, Use use, List<Finding> into) {
        if (!isTame || !use.word().isLiteral()) {
            into.add(Finding.opaque(Weight.SOMETHING, what));
            Unread.raising(use.word().shown())
                    .ifPresent(name -> into.add(
                            new Finding(Does.RAISES, "raises privileges with", name, Weight.MUCH, Leave.NEVER, "")));
        }
    }

    private static void mode(Word mode, List<Finding> into) {
        if (FileMode.setsId(mode.shown())) {
            into.add(new Finding(Does.RAISES, "gives the set-id mode", mode.shown(), Weight.MUCH, Leave.NEVER, ""));
        } else if (!mode.isLiteral()) {
            into.add(Finding.opaque(Weight.MUCH, "giving the mode " + mode.shown()));
        }
    }

    /** The form's verb, {@code @} being the operand that chose the form: {@code restart} becomes {@code restarts}. */
    private String verb() {
        if (form.verb().indexOf('@') < 0) {
            return form.verb();
        }
        String chosen = uses.stream()
                .filter(use -> use.meaning() == Meaning.VERB)
                .map(use -> use.word().marked())
                .reduce((_, last) -> last)
                .orElse("use");
        return form.verb().replace("@", thirdPerson(chosen));
    }

    private static String thirdPerson(String verb) {
        if (verb.endsWith("y") && !verb.endsWith("oy")) {
            return verb.substring(0, verb.length() - 1) + "ies";
        }
        return verb.matches(".*(s|sh|ch|x)") ? verb + "es" : verb + "s";
    }
}
