package ai.dropops.cluster.workspace;

import ai.dropops.cluster.RestartSettings;
import com.typesafe.config.Config;

/**
 * How a workspace's entity behaves.
 *
 * @param snapshotEvery after how many events its state is stored
 * @param restart after the journal has failed it
 */
public record WorkspaceSettings(int snapshotEvery, RestartSettings restart) {
    public static WorkspaceSettings from(Config config, RestartSettings restart) {
        return new WorkspaceSettings(config.getInt("snapshot-every"), restart);
    }
}
