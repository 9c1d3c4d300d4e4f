package ai.dropops.operator.cli;

/** What a command line asks for. */
public sealed interface Request {
    record Run(Settings settings) implements Request {}

    record Tend(Task task) implements Request {}

    record ShowHelp() implements Request {}

    record ShowVersion() implements Request {}

    /** It cannot be understood or done. */
    record Wrong(Problem problem) implements Request {}
}
