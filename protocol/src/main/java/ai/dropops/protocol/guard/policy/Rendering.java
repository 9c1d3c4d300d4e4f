package ai.dropops.protocol.guard.policy;

import java.util.Collection;

/** Facts as text with one spelling, so that their digest names their meaning: a line each, sizes before values. */
public final class Rendering {
    private final StringBuilder text = new StringBuilder();

    public Rendering put(String key, Object value) {
        String spelled = value.toString();
        text.append(key)
                .append(' ')
                .append(spelled.length())
                .append(' ')
                .append(spelled)
                .append('\n');
        return this;
    }

    /** Values whose order and repetition mean nothing. */
    public Rendering putAll(String key, Collection<?> values) {
        put(key, values.stream().distinct().count());
        values.stream().map(Object::toString).distinct().sorted().forEach(value -> put(key, value));
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
