package ai.dropops.cli;

import picocli.CommandLine.Command;

/** What can be done with the histories that operators keep on their hosts. */
@Command(
        name = "history",
        description = "Verify the history an operator keeps on its host.",
        synopsisSubcommandLabel = "COMMAND")
final class HistoryCommands {}
