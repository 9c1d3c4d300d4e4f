package ai.dropops.web.link;

import ai.dropops.cluster.operator.DeviceLink;
import ai.dropops.cluster.operator.DeviceLink.UseReply;
import ai.dropops.cluster.operator.Operator;
import ai.dropops.persistence.record.Records;
import ai.dropops.persistence.secrets.ControlKeys;
import ai.dropops.persistence.traffic.Traffic;
import ai.dropops.protocol.identity.ApiKey;
import ai.dropops.protocol.identity.DeviceLinkId;
import ai.dropops.protocol.identity.OperatorId;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.RecipientRef;

/**
 * What the operators' port is given by the server around it.
 *
 * @param operators where an operator's entity is told things
 * @param deviceLinks where a device link's entity is told things
 * @param traffic where what crosses the sockets is added up
 * @param records where what hosts hand over is kept
 * @param blocking where the database is waited for
 * @param slots opens the slot a device link has given to a host, with the host's own key
 */
public record Surroundings(
        ActorSystem<?> system,
        ControlKeys keys,
        Function<OperatorId, RecipientRef<Operator.Command>> operators,
        Function<DeviceLinkId, RecipientRef<DeviceLink.Command>> deviceLinks,
        BiFunction<UseReply.Admitted, ApiKey, CompletionStage<?>> slots,
        OperatorPackage operatorPackage,
        Traffic traffic,
        Records records,
        Executor blocking,
        Clock clock,
        SecureRandom random) {}
