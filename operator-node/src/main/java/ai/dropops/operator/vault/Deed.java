package ai.dropops.operator.vault;

import ai.dropops.protocol.action.Action;
import ai.dropops.protocol.action.FileAction;
import ai.dropops.protocol.action.Frozen;
import ai.dropops.protocol.action.UndoBatch;
import ai.dropops.protocol.identity.Bytes;

/** What an execution is about to do: what kind of event it is and the exact bytes that were approved. */
public record Deed(Event event, Bytes proposal) {
    /** The kinds of events a record tells apart. */
    public enum Event {
        CMD_EXEC,
        FILE_MUTATION,
        FILE_READ
    }

    public static Deed of(Frozen frozen) {
        Event event = switch (frozen.proposal().action()) {
            case Action.RunCommand _ -> Event.CMD_EXEC;
            case FileAction.Change _, UndoBatch _ -> Event.FILE_MUTATION;
            case FileAction _ -> Event.FILE_READ;
        };
        return new Deed(event, frozen.bytes());
    }
}
