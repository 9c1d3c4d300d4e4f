package ai.dropops.web.link;

import ai.dropops.cluster.operator.Operator;
import ai.dropops.persistence.secrets.ControlKeys;
import ai.dropops.protocol.identity.OperatorId;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.RecipientRef;

/**
 * What the operators' port is given by the server around it.
 *
 * @param operators where an operator's entity is told things
 */
public record Surroundings(
        ActorSystem<?> system,
        ControlKeys keys,
        Function<OperatorId, RecipientRef<Operator.Command>> operators,
        OperatorPackage operatorPackage,
        Clock clock,
        SecureRandom random) {}
