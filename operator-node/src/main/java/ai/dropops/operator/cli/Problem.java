package ai.dropops.operator.cli;

/** Why the operator ends, and what to do about it: one line on a terminal. */
public record Problem(Exit exit, String message, String advice) {
    public String line() {
        return "dropops-operator: " + message + (advice.isEmpty() ? "" : "; " + advice);
    }
}
