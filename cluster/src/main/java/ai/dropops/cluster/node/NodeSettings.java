package ai.dropops.cluster.node;

import ai.dropops.cluster.RestartSettings;
import ai.dropops.cluster.approval.ApprovalSettings;
import ai.dropops.cluster.batch.BatchSettings;
import ai.dropops.cluster.operator.DeviceLinkSettings;
import ai.dropops.cluster.operator.OperatorSettings;
import ai.dropops.cluster.session.SessionSettings;
import ai.dropops.cluster.workspace.WorkspaceSettings;
import com.typesafe.config.Config;

/** How the entities of this node behave: {@code dropops.cluster}. */
record NodeSettings(
        OperatorSettings operator,
        DeviceLinkSettings deviceLink,
        SessionSettings session,
        ApprovalSettings approval,
        BatchSettings batch,
        WorkspaceSettings workspace,
        MembershipSettings membership) {
    static NodeSettings from(Config config) {
        var restart = RestartSettings.from(config.getConfig("restart"));
        return new NodeSettings(
                OperatorSettings.from(config.getConfig("operator"), restart),
                DeviceLinkSettings.from(config.getConfig("device-link"), restart),
                SessionSettings.from(config.getConfig("session"), restart),
                ApprovalSettings.from(config.getConfig("approval"), restart),
                BatchSettings.from(config.getConfig("batch"), restart),
                WorkspaceSettings.from(config.getConfig("workspace"), restart),
                MembershipSettings.from(config.getConfig("membership")));
    }
}
