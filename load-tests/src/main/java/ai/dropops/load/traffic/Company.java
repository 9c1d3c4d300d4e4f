package ai.dropops.load.traffic;

import ai.dropops.load.stage.Api;
import ai.dropops.load.stage.Await;
import ai.dropops.load.stage.ControlPlane;
import ai.dropops.load.stage.Person;
import ai.dropops.load.swarm.Endpoint;
import ai.dropops.load.swarm.Identity;
import ai.dropops.load.swarm.IdentityFolder;
import ai.dropops.load.swarm.Manner;
import ai.dropops.load.swarm.Swarm;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Simulated operators in this process, connected to one control plane and bound to one person, who asks all of them. */
public final class Company implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int PARALLEL = 16;
    private static final int BUSY = 503;

    private final Swarm swarm;
    private final Person person;
    private final int count;
    private int busy;

    private Company(Swarm swarm, Person person, int count) {
        this.swarm = swarm;
        this.person = person;
        this.count = count;
    }

    /** {@code count} operators, enrolled with identities in {@code folder}, connected and bound. */
    public static Company gather(ControlPlane plane, Path folder, int count) {
        return gather(plane, folder, count, null);
    }

    /** The same, whose operators write what they run into {@code log}. */
    public static Company gather(ControlPlane plane, Path folder, int count, @Nullable Path log) {
        var api = plane.api();
        var endpoint = Endpoint.parse(plane.operatorEndpoint());
        var recruits = new Recruitment(api, endpoint, new IdentityFolder(folder), PARALLEL).upTo(count);
        var manner = Manner.printing("ok\n");
        var swarm = log == null
                ? new Swarm(endpoint, recruits.authority(), recruits.identities(), manner)
                : new Swarm(
                        List.of(endpoint), 0, recruits.authority(), recruits.identities(), manner, log, Instant.now());
        swarm.dial();
        Await.until("every operator is welcomed", LIMIT, () -> swarm.tally().connected() >= count);
        var person = new Person(api);
        person.wantsToBeAsked();
        person.bindsAll(recruits.identities().stream()
                .map(Identity::operator)
                .map(operator -> operator.value())
                .toList());
        return new Company(swarm, person, count);
    }

    public Swarm swarm() {
        return swarm;
    }

    public Person person() {
        return person;
    }

    /** What one command to all came to: the batch as it ended, and from approval until that was seen. */
    public record Broadcast(JsonNode batch, Duration took) {
        public long succeeded() {
            return batch.required("counts").required("succeeded").asLong();
        }

        public List<JsonNode> executions() {
            return batch.required("executions").valueStream().toList();
        }
    }

    /** One command to everybody, approved and waited for; an AssertionError when it does not end. */
    public Broadcast broadcast() {
        Person.Asked asked = asked();
        long begun = System.nanoTime();
        person.approves(asked);
        JsonNode batch = person.awaitsEnd(asked, LIMIT);
        return new Broadcast(batch, Duration.ofNanos(System.nanoTime() - begun));
    }

    /** Asks again where a control plane too busy to answer says to; what it proposed then is never approved. */
    private Person.Asked asked() {
        var proposal = Person.proposal("echo ok", "all").put("strategy", "parallel");
        return Await.some("a proposal is answered", LIMIT, () -> {
            Api.Reply reply = person.api().post("/proposals", proposal);
            if (reply.status() == BUSY) {
                busy++;
                return Optional.empty();
            }
            return Optional.of(Person.Asked.of(reply.ok()));
        });
    }

    /** How often the control plane was too busy to answer a proposal in time. */
    public int busy() {
        return busy;
    }

    public int size() {
        return count;
    }

    @Override
    public void close() {
        swarm.close();
        person.api().close();
    }
}
