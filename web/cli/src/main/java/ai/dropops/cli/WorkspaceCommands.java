package ai.dropops.cli;

import picocli.CommandLine.Command;

/** What an owner can do with everything that is kept of the workspace. */
@Command(
        name = "workspace",
        description = "Take along everything that is kept of the workspace, or have it erased.",
        synopsisSubcommandLabel = "COMMAND")
final class WorkspaceCommands {}
