package ai.dropops.operator.cli;

import ai.dropops.protocol.guard.HostFacts;
import ai.dropops.protocol.identity.Digest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What an operator was started with.
 *
 * @param credential nothing where the operator is to go on with the key it made for itself
 * @param endpoint as it was written: an environment's name or {@code wss://host:port}
 * @param authority the SHA-256 of the control plane's own certificate authority, if it has one
 * @param outputLimit bytes of output kept for one execution
 * @param keep for how long executions are remembered after their permits have ended
 * @param approvers the file of those without whose signatures nothing runs
 * @param showsHistory whether output of long ago is told although there are approvers
 * @param keepsRecords whether what is printed and what files held is kept here, and not by the control plane
 */
public record Settings(
        Optional<Credential> credential,
        String endpoint,
        Optional<Digest> authority,
        HostFacts.Kind kind,
        LogLevel log,
        long outputLimit,
        Duration keep,
        Optional<Path> approvers,
        boolean showsHistory,
        boolean keepsRecords) {}
