package ai.dropops.cli;

import picocli.CommandLine.Command;

/** What can be done with files on hosts. */
@Command(
        name = "file",
        description = "Read, list, compare, write, delete and restore files on hosts.",
        synopsisSubcommandLabel = "COMMAND")
final class FileCommands {}
