package ai.dropops.web.server;

import ai.dropops.persistence.view.MemberRow;
import ai.dropops.persistence.view.Members;
import ai.dropops.protocol.identity.MemberId;
import ai.dropops.protocol.identity.SessionId;
import ai.dropops.protocol.identity.WorkspaceId;
import ai.dropops.web.auth.Caller;

/** The workspace of whoever started this control plane first, and its owner. */
final class Home {
    private static final int ID_BYTES = 16;
    private static final String NAME = "home";

    private Home() {}

    /** The home, made at the first start for the account the process runs as. */
    static Members.Home in(Foundations with) {
        return with.views().members().home(() -> fresh(with), with.clock().instant());
    }

    private static Members.Home fresh(Foundations with) {
        var workspace = WorkspaceId.of(with.randomBytes(ID_BYTES));
        var owner = new MemberRow(
                MemberId.of(with.randomBytes(ID_BYTES)),
                workspace,
                System.getProperty("user.name", "owner"),
                MemberRow.Role.OWNER,
                SessionId.of(with.randomBytes(ID_BYTES)));
        return new Members.Home(workspace, NAME, owner);
    }

    static Caller owner(Members.Home home) {
        return new Caller(home.workspace(), home.owner().id(), home.owner().session());
    }
}
