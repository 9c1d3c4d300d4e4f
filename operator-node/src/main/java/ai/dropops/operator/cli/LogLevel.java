package ai.dropops.operator.cli;

/** How much the operator says of what it does. */
public enum LogLevel {
    INFO,
    ERROR,
    DEBUG
}
