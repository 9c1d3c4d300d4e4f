package ai.dropops.cli;

import picocli.CommandLine.Command;

/** What can be done with the policy of a workspace. */
@Command(name = "policy", description = "Show or set the rules of the workspace.", synopsisSubcommandLabel = "COMMAND")
final class Policies {}
