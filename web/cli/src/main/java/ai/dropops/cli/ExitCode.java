package ai.dropops.cli;

import ai.dropops.cli.connect.Problem;

/** What the exit codes of the command line mean; a command that ran on one host lends {@code run} its own. */
final class ExitCode {
    static final int OK = 0;
    static final int ERROR = 1;
    static final int BAD_INPUT = 2;
    static final int NOT_APPROVED = 3;
    static final int HIGH = 6;
    /** {@code run} could not get the command to run or lost it. */
    static final int NOT_RUN = 125;

    static final int LEFT = 130;
    static final int PIPE_CLOSED = 141;

    private ExitCode() {}

    /** @param otherwise the code of a problem that has none of its own */
    static int of(Problem problem, int otherwise) {
        return switch (problem.code()) {
            case "needs-second-look", "not-confirmed" -> HIGH;
            case "denied-by-guard", "not-approved" -> NOT_APPROVED;
            case "bad-target", "bad-input", "unexpected-count" -> BAD_INPUT;
            default ->
                switch (problem.status()) {
                    case 400, 413, 415, 422 -> BAD_INPUT;
                    default -> otherwise;
                };
        };
    }
}
