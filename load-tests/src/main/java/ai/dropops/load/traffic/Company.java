package ai.dropops.load.traffic;

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
import java.util.List;

/** Simulated operators in this process, connected to one control plane and bound to one person, who asks all of them. */
public final class Company implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int PARALLEL = 16;

    private final Swarm swarm;
    private final Person person;
    private final int count;

    private Company(Swarm swarm, Person person, int count) {
        this.swarm = swarm;
        this.person = person;
        this.count = count;
    }

    /** {@code count} operators, enrolled with identities in {@code folder}, connected and bound. */
    public static Company gather(ControlPlane plane, Path folder, int count) {
        var api = plane.api();
        var endpoint = Endpoint.parse(plane.operatorEndpoint());
        var recruits = new Recruitment(api, endpoint, new IdentityFolder(folder), PARALLEL).upTo(count);
        var swarm = new Swarm(endpoint, recruits.authority(), recruits.identities(), Manner.printing("ok\n"));
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
        var asked = person.asks(Person.proposal("echo ok", "all").put("strategy", "parallel"));
        long begun = System.nanoTime();
        person.approves(asked);
        JsonNode batch = person.awaitsEnd(asked, LIMIT);
        return new Broadcast(batch, Duration.ofNanos(System.nanoTime() - begun));
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
