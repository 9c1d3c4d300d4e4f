package ai.dropops.load.traffic;

import ai.dropops.load.stage.Api;
import ai.dropops.load.stage.ControlPlane;
import ai.dropops.load.swarm.Authority;
import ai.dropops.load.swarm.Endpoint;
import ai.dropops.load.swarm.Enrolment;
import ai.dropops.load.swarm.Identity;
import ai.dropops.load.swarm.IdentityFolder;
import ai.dropops.load.swarm.PinnedServer;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Fills a folder with as many enrolled identities as are wanted, by tokens of many hosts. */
public final class Recruitment {
    /** What one token lets in. */
    private static final int MOST = 10_000;

    private final Api api;
    private final Endpoint endpoint;
    private final IdentityFolder folder;
    private final int parallel;

    public Recruitment(Api api, Endpoint endpoint, IdentityFolder folder, int parallel) {
        this.api = api;
        this.endpoint = endpoint;
        this.folder = folder;
        this.parallel = parallel;
    }

    /** The identities there are now, and how long the missing ones took to make. */
    public record Recruits(List<Identity> identities, Authority authority, int made, Duration enrolments) {}

    public Recruits upTo(int count) {
        int present = folder.load().size();
        int missing = Math.max(0, count - present);
        long begun = System.nanoTime();
        for (int from = present; from < present + missing; from += MOST) {
            enrol(from, Math.min(MOST, present + missing - from));
        }
        return new Recruits(
                folder.load().stream().limit(count).toList(),
                folder.authority().orElseThrow(),
                missing,
                Duration.ofNanos(System.nanoTime() - begun));
    }

    private void enrol(int from, int count) {
        JsonNode link = ControlPlane.deviceLink(api, count);
        String token = link.required("token").asText();
        var server = PinnedServer.ofInstallLine(link.required("installCommand").asText());
        try (var enrolment = new Enrolment(endpoint, server, Clock.systemUTC())) {
            inParallel(count, index -> keep(enrolment.join(token, name(from + index))));
        }
    }

    private Identity keep(Enrolment.Result result) {
        return switch (result) {
            case Enrolment.Result.Enrolled(Identity identity, Authority authority) -> {
                folder.keep(identity, authority);
                yield identity;
            }
            case Enrolment.Result.Refused(int status, String problem) ->
                throw new IllegalStateException("enrolment was refused with " + status + ": " + problem);
        };
    }

    private static String name(int index) {
        return "sim-%05d".formatted(index);
    }

    /** Work that may be interrupted. */
    private interface Work<T> {
        T on(int index) throws InterruptedException;
    }

    private <T> List<T> inParallel(int count, Work<T> work) {
        try (var threads = Executors.newFixedThreadPool(parallel)) {
            List<Future<T>> all = IntStream.range(0, count)
                    .mapToObj(index -> threads.submit(() -> work.on(index)))
                    .toList();
            return all.stream().map(Recruitment::<T>result).toList();
        }
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
