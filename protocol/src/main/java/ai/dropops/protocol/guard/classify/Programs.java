package ai.dropops.protocol.guard.classify;

import ai.dropops.protocol.guard.classify.Finding.Does;
import ai.dropops.protocol.guard.classify.Finding.Leave;
import ai.dropops.protocol.guard.classify.Finding.Weight;
import ai.dropops.protocol.guard.classify.Form.Operand;
import ai.dropops.protocol.guard.classify.Form.Option;
import ai.dropops.protocol.guard.classify.Form.Style;
import ai.dropops.protocol.guard.classify.Form.Taking;
import ai.dropops.protocol.guard.classify.Slot.Meaning;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The programs that are known, read from {@code programs.conf}, which describes its own format. */
final class Programs {
    private static final Pattern WHITE = Pattern.compile("\\s+");

    /** The programs everybody knows. */
    static final Programs KNOWN = read("programs.conf");

    private final Map<String, Program> byName = new HashMap<>();
    private final Set<String> raising = new HashSet<>();

    private Programs() {}

    Optional<Program> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The names of those that do nothing but raise privileges. */
    Set<String> raising() {
        return raising;
    }

    private static Programs read(String resource) {
        try (InputStream in = Programs.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + resource + " is missing from the package");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An IllegalArgumentException names the line that is wrong. */
    static Programs parse(String text) {
        var programs = new Programs();
        var block = new Block("");
        for (String line : logicalLines(text)) {
            try {
                if (line.startsWith("[")) {
                    programs.add(block);
                    block = new Block(line);
                } else {
                    block.line(line);
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("'" + line + "' describes no program: " + e.getMessage(), e);
            }
        }
        programs.add(block);
        return programs;
    }

    /** Without comments and empty lines; what is indented goes on with the line before. */
    private static List<String> logicalLines(String text) {
        var lines = new ArrayList<String>();
        for (String line : text.split("\n", -1)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (Character.isWhitespace(line.charAt(0)) && !lines.isEmpty()) {
                lines.set(lines.size() - 1, lines.getLast() + " " + line.strip());
            } else {
                lines.add(line.strip());
            }
        }
        return lines;
    }

    private void add(Block block) {
        for (String name : block.names) {
            if (block.forms.stream().allMatch(form -> form.does().equals(Optional.of(Does.RAISES)))) {
                raising.add(name);
            }
            if (byName.put(
                            name,
                            new Program(
                                    name,
                                    block.forms,
                                    block.isTame,
                                    block.isFree,
                                    block.isCloud,
                                    block.isInterpreter,
                                    block.takesOptionsFirst))
                    != null) {
                throw new IllegalArgumentException(name + " is described twice");
            }
        }
    }

    /** The lines about the same programs. */
    private static final class Block {
        private final List<String> names;
        private final List<Form> forms = new ArrayList<>();
        private final boolean isTame;
        private final boolean isFree;
        private final boolean isCloud;
        private final boolean isInterpreter;
        private final boolean takesOptionsFirst;
        private final boolean hasWordOptions;
        private String shared = "";

        Block(String head) {
            int close = head.indexOf(']');
            names = head.isEmpty()
                    ? List.of()
                    : List.of(WHITE.split(head.substring(1, close).strip()));
            Set<String> flags = head.isEmpty()
                    ? Set.of()
                    : Set.of(WHITE.split(head.substring(close + 1).strip()));
            isFree = flags.contains("free");
            isTame = isFree || flags.contains("tame");
            isCloud = flags.contains("cloud");
            isInterpreter = flags.contains("interpreter");
            takesOptionsFirst = isInterpreter || flags.contains("early");
            hasWordOptions = flags.contains("words");
        }

        void line(String line) {
            String[] parts = line.split(" *: ?", 3);
            if (parts[0].equals("with")) {
                shared = parts[1];
                return;
            }
            if (parts.length != 3) {
                throw new IllegalArgumentException("it has the form 'effect : options : operands'");
            }
            forms.add(form(parts[0].strip(), parts[1] + " " + shared, parts[2].strip()));
        }

        private Form form(String effect, String optionTexts, String operandTexts) {
            String[] phrase = effect.split(" ", 2);
            var options = new HashMap<String, Option>();
            var required = new HashSet<String>();
            for (String text : words(optionTexts)) {
                option(text, options, required);
            }
            boolean takesAnything = operandTexts.equals("...");
            return new Form(
                    does(phrase[0]),
                    phrase.length > 1 ? phrase[1] : verb(phrase[0]),
                    weight(phrase[0]),
                    leave(phrase[0]),
                    options,
                    required,
                    takesAnything ? List.of() : operands(operandTexts),
                    takesAnything ? Style.ANYTHING : hasWordOptions ? Style.WORDS : Style.GETOPT);
        }

        private static List<String> words(String text) {
            return text.isBlank() ? List.of() : List.of(WHITE.split(text.strip()));
        }

        private static String keyword(String effect) {
            return effect.replaceAll("[!+]", "");
        }

        private static Optional<Does> does(String effect) {
            return switch (keyword(effect)) {
                case "runs" -> Optional.empty();
                case "inspects", "asks" -> Optional.of(Does.READS);
                default -> Optional.of(Does.valueOf(keyword(effect).toUpperCase(Locale.ROOT)));
            };
        }

        private static String verb(String effect) {
            return switch (keyword(effect)) {
                case "serves", "installs", "rules" -> "changes";
                case "inspects", "asks" -> "reads";
                case "raises" -> "raises privileges with";
                case "signals" -> "signals";
                case "connects" -> "connects to";
                case "opaque" -> "does what cannot be told beforehand:";
                default -> keyword(effect);
            };
        }

        private static Weight weight(String effect) {
            if (effect.endsWith("!")) {
                return Weight.MUCH;
            }
            if (effect.endsWith("+")) {
                return Weight.SOMETHING;
            }
            return switch (keyword(effect)) {
                case "reads", "inspects", "asks", "connects", "runs" -> Weight.LITTLE;
                case "serves", "installs", "rules", "raises" -> Weight.MUCH;
                default -> Weight.SOMETHING;
            };
        }

        private static Leave leave(String effect) {
            return switch (keyword(effect)) {
                case "reads", "runs" -> Leave.LOOK;
                case "inspects" -> Leave.INSPECT;
                default -> Leave.NEVER;
            };
        }

        private static void option(String text, Map<String, Option> options, Set<String> required) {
            boolean isRequired = text.endsWith("!") && text.length() > 1;
            String spec = isRequired ? text.substring(0, text.length() - 1) : text;
            int attached = spec.indexOf("[=");
            int equals = spec.indexOf('=');
            String name = attached > 0 ? spec.substring(0, attached) : equals > 0 ? spec.substring(0, equals) : spec;
            if (attached > 0) {
                options.put(
                        name, new Option(Taking.ATTACHED_VALUE, slot(spec.substring(attached + 2, spec.length() - 1))));
            } else if (equals > 0) {
                options.put(name, new Option(Taking.VALUE, slot(spec.substring(equals + 1))));
            } else {
                options.put(name, new Option(Taking.NOTHING, Meaning.TEXT));
            }
            if (isRequired) {
                required.add(name);
            }
        }

        private static List<Operand> operands(String text) {
            var operands = new ArrayList<Operand>();
            for (String spec : words(text)) {
                char last = spec.charAt(spec.length() - 1);
                boolean counted = "*?+".indexOf(last) >= 0;
                Slot slot = slot(counted ? spec.substring(0, spec.length() - 1) : spec);
                operands.add(
                        switch (counted ? last : '1') {
                            case '*' -> new Operand(slot, 0, Integer.MAX_VALUE);
                            case '+' -> new Operand(slot, 1, Integer.MAX_VALUE);
                            case '?' -> new Operand(slot, 0, 1);
                            default -> new Operand(slot, 1, 1);
                        });
            }
            return operands;
        }

        private static Slot slot(String text) {
            return text.matches("[A-Z]+") ? Meaning.valueOf(text) : new Slot.Literal(Set.of(text.split("\\|")));
        }
    }
}
