package ai.dropops.protocol.action;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A number of hosts as people say it: plainly, {@code 10}, or as a share of all, {@code 10%}. */
public record Amount(int number, boolean isShare) {
    public static final Amount NONE = new Amount(0, false);
    public static final Amount ONE = new Amount(1, false);
    public static final Amount ALL = new Amount(100, true);

    private static final int WHOLE = 100;

    public Amount {
        if (number < 0 || (isShare && number > WHOLE)) {
            throw new IllegalArgumentException("a number of hosts is 0 or more, and a share of them at most 100%");
        }
    }

    /** The amount in a number or a text; an IllegalArgumentException when it is none. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Amount of(Object said) {
        String text = String.valueOf(said);
        boolean isShare = text.endsWith("%");
        try {
            return new Amount(Integer.parseInt(isShare ? text.substring(0, text.length() - 1) : text), isShare);
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException("'" + text + "' is no number of hosts; say it like 10 or like 10%");
        }
    }

    /** How many of {@code hosts} that is, rounded down. */
    public int of(int hosts) {
        return isShare ? (int) ((long) hosts * number / WHOLE) : number;
    }

    @JsonValue
    @Override
    public String toString() {
        return isShare ? number + "%" : Integer.toString(number);
    }
}
