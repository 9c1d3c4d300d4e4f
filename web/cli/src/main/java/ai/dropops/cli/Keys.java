package ai.dropops.cli;

import picocli.CommandLine.Command;

/** What can be done with keys: approvers' own and operators'. */
@Command(
        name = "keys",
        description = "Make keys to approve with; replace or revoke operators' API keys.",
        synopsisSubcommandLabel = "COMMAND")
final class Keys {}
