package ai.dropops.protocol.guard.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** One mapping of a YAML 1.2 or JSON document, of which only known keys are taken; {@link MalformedPolicy} says what is wrong. */
public final class Section {
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,15}");
    private static final int MAX_LENGTH = 64 * 1024;

    private final int line;
    private final Map<String, Node> values = new LinkedHashMap<>();

    private Section(String name, Node node, List<String> keys) {
        this.line = lineOf(node);
        if (!(node instanceof MappingNode mapping)) {
            throw new MalformedPolicy(line, "'" + name + "' wants keys; they are " + String.join(", ", keys));
        }
        for (NodeTuple entry : mapping.getValue()) {
            String key = text("a key", entry.getKeyNode());
            if (!keys.contains(key)) {
                throw new MalformedPolicy(
                        lineOf(entry.getKeyNode()),
                        "unknown key '" + key + "' in " + name + "; the keys there are "
                                + String.join(", ", new TreeSet<>(keys)));
            }
            if (values.put(key, entry.getValueNode()) != null) {
                throw new MalformedPolicy(lineOf(entry.getKeyNode()), "the key '" + key + "' stands twice in " + name);
            }
        }
    }

    /** The whole of {@code text}, which may have no other keys than {@code keys}. */
    public static Section read(String text, String... keys) {
        if (text.length() > MAX_LENGTH) {
            throw new MalformedPolicy("the document is longer than " + MAX_LENGTH / 1024 + " KiB");
        }
        return new Section("the document", node(text), List.of(keys));
    }

    private static Node node(String text) {
        var settings = LoadSettings.builder().setLabel("the document").build();
        try {
            return new Compose(settings)
                    .composeString(text)
                    .orElseThrow(() -> new MalformedPolicy("the document is empty; begin it with version: 1"));
        } catch (MarkedYamlEngineException e) {
            throw e.getProblemMark()
                    .map(mark -> new MalformedPolicy(mark.getLine() + 1, advised(e.getProblem())))
                    .orElseGet(() -> new MalformedPolicy(e.getProblem()));
        } catch (StackOverflowError e) {
            throw new MalformedPolicy("the document is nested too deeply");
        } catch (YamlEngineException e) {
            throw new MalformedPolicy("not YAML or JSON: " + e.getMessage());
        }
    }

    private static String advised(String problem) {
        return problem.contains("alias") || problem.contains("*")
                ? problem + "; put text that begins with * into quotes"
                : problem;
    }

    /** The mapping under {@code key}, empty when it is not there. */
    public Optional<Section> section(String key, String... keys) {
        return Optional.ofNullable(values.get(key)).map(node -> new Section(key, node, List.of(keys)));
    }

    /** The list of texts under {@code key}, each made into a {@code T}, which may refuse it with an IllegalArgumentException. */
    public <T> Optional<List<T>> list(String key, Function<String, T> reading) {
        return Optional.ofNullable(values.get(key)).map(node -> {
            if (!(node instanceof SequenceNode sequence)) {
                throw new MalformedPolicy(lineOf(node), "'" + key + "' wants a list, such as [a, b]");
            }
            var found = new ArrayList<T>();
            for (Node element : sequence.getValue()) {
                found.add(checked(lineOf(element), () -> reading.apply(text(key, element))));
            }
            return List.copyOf(found);
        });
    }

    public Optional<Boolean> flag(String key) {
        return Optional.ofNullable(values.get(key)).map(node -> {
            String value = scalar(node, Tag.BOOL).orElse("");
            if (!value.equals("true") && !value.equals("false")) {
                throw new MalformedPolicy(lineOf(node), "'" + key + "' wants true or false");
            }
            return Boolean.valueOf(value);
        });
    }

    public Optional<Long> number(String key) {
        return Optional.ofNullable(values.get(key)).map(node -> {
            String value = scalar(node, Tag.INT).orElse("");
            if (!DIGITS.matcher(value).matches()) {
                throw new MalformedPolicy(lineOf(node), "'" + key + "' wants a whole number, such as 2");
            }
            return Long.valueOf(value);
        });
    }

    /** What {@code reading} makes of this section; its IllegalArgumentException is said with the line. */
    public <T> T as(Function<Section, T> reading) {
        return checked(line, () -> reading.apply(this));
    }

    private static <T> T checked(int line, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (MalformedPolicy e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new MalformedPolicy(line, String.valueOf(e.getMessage()));
        }
    }

    private static String text(String key, Node node) {
        return scalar(node, Tag.STR)
                .orElseThrow(() -> new MalformedPolicy(lineOf(node), "'" + key + "' wants text; put it into quotes"));
    }

    private static Optional<String> scalar(Node node, Tag tag) {
        return node instanceof ScalarNode scalar && node.getTag().equals(tag)
                ? Optional.of(scalar.getValue())
                : Optional.empty();
    }

    private static int lineOf(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }
}
