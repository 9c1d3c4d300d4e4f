package ai.dropops.cli;

import ai.dropops.cli.print.Screen;
import ai.dropops.cli.print.Visible;
import ai.dropops.cli.sign.SeenProposal;
import ai.dropops.protocol.action.Action.RunCommand;
import ai.dropops.protocol.action.FileAction;
import ai.dropops.protocol.action.Proposal;
import ai.dropops.protocol.action.UndoBatch;
import java.nio.charset.StandardCharsets;

/** A proposal told from its own bytes, for somebody who is about to sign them. */
record ProposalText(SeenProposal seen) {
    private static final int HOSTS_SHOWN = 20;

    /** @param allHosts whether every host is listed */
    void show(Screen screen, boolean allHosts) {
        Proposal proposal = seen.frozen().proposal();
        screen.plainNote("You sign these bytes, hashed here and not by the control plane:");
        switch (proposal.action()) {
            case RunCommand run -> command(run, screen);
            case FileAction file -> file(file, screen);
            case UndoBatch undo -> {
                screen.plainNote("  undoes    " + undo.batch());
                undo.paths().forEach(path -> screen.plainNote("  file      " + Visible.line(path)));
            }
        }
        var pace = new PaceText(proposal.strategy(), proposal.limits(), proposal.targetCount());
        screen.plainNote(
                "  order     " + pace.words() + ", at most " + proposal.limits().attempts() + " attempt(s) a host");
        screen.plainNote("  valid     " + proposal.validity().notBefore() + " to "
                + proposal.validity().notAfter());
        showHosts(screen, allHosts);
        screen.plainNote("  digest    " + seen.frozen().digest());
    }

    /** Lists the hosts the root stands for. */
    void showHosts(Screen screen, boolean all) {
        int shown = all ? seen.hosts().size() : Math.min(seen.hosts().size(), HOSTS_SHOWN);
        screen.plainNote("  hosts     " + seen.hosts().size());
        seen.hosts().subList(0, shown).forEach(host -> screen.plainNote("            " + Visible.line(host)));
        if (seen.hosts().size() > shown) {
            screen.plainNote("            and " + (seen.hosts().size() - shown) + " more, which --hosts lists");
        }
    }

    private static void file(FileAction file, Screen screen) {
        screen.plainNote("  file      " + Visible.line(file.words()));
        if (file instanceof FileAction.Change change) {
            screen.plainNote("  replaces  "
                    + (change.base().matches(FileAction.ABSENT) ? "nothing" : "what has SHA-256 " + change.base()));
        }
        if (file instanceof FileAction.RestoreFile restore) {
            screen.plainNote("  version   " + restore.version());
        }
        if (file instanceof FileAction.WriteFile write) {
            screen.plainNote("  content   " + write.content().size() + " bytes, mode " + write.mode());
            new String(write.content().array(), StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line -> screen.plainNote("  | " + Visible.line(line)));
        }
    }

    private static void command(RunCommand run, Screen screen) {
        screen.plainNote("  command   " + Visible.line(run.command()));
        if (!run.cwd().isEmpty()) {
            screen.plainNote("  folder    " + Visible.line(run.cwd()));
        }
        run.env().forEach((name, value) -> screen.plainNote("  env       " + Visible.line(name + "=" + value)));
        if (!run.user().isEmpty()) {
            screen.plainNote("  user      " + Visible.line(run.user()));
        }
        screen.plainNote("  runs      " + Confined.inWords(run.profile().wireName()));
    }
}
