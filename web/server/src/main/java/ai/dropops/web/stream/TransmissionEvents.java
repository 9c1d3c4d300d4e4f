package ai.dropops.web.stream;

import ai.dropops.web.auth.Call;
import ai.dropops.web.auth.Caller;
import ai.dropops.web.auth.Endpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.javadsl.Source;

/**
 * What leaves a workspace's hosts, as it does. The sums lie in the database, whichever node counted them, so they are
 * looked up now and then while somebody watches.
 */
public final class TransmissionEvents {
    /** Nodes' clocks may be so far apart; what was told before is not told again. */
    private static final Duration OVERLAP = Duration.ofSeconds(3);

    private final BiFunction<Caller, Instant, News> lookup;
    private final StreamSettings settings;
    private final Executor blocking;

    /** Streams what {@code lookup} says a caller may see that was transmitted after some time. */
    public TransmissionEvents(BiFunction<Caller, Instant, News> lookup, StreamSettings settings, Executor blocking) {
        this.lookup = lookup;
        this.settings = settings;
        this.blocking = blocking;
    }

    /**
     * What was transmitted.
     *
     * @param newest when the last of {@code transmissions} was, or what was asked for when there are none
     */
    public record News(Object totals, List<?> transmissions, Instant newest) {
        public News {
            transmissions = List.copyOf(transmissions);
        }
    }

    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/transmissions/events", this::watch));
    }

    private CompletionStage<HttpResponse> watch(Call call) {
        var told = new Told(call.caller());
        var events = Source.tick(Duration.ZERO, settings.transmissionsEvery(), told)
                .mapAsync(1, _ -> CompletableFuture.supplyAsync(told::next, blocking))
                .mapConcat(found -> found)
                .map(event -> EventText.of(event, ""))
                .mapMaterializedValue(_ -> NotUsed.notUsed());
        return CompletableFuture.completedStage(EventStream.of(events, call, settings));
    }

    /** What one reader was told. */
    private final class Told {
        private final Caller caller;
        private News last = new News("", List.of(), Instant.EPOCH);

        Told(Caller caller) {
            this.caller = caller;
        }

        synchronized List<Event> next() {
            boolean first = last.newest().equals(Instant.EPOCH);
            var news =
                    lookup.apply(caller, first ? Instant.EPOCH : last.newest().minus(OVERLAP));
            var events = new ArrayList<Event>();
            if (!news.totals().equals(last.totals())) {
                events.add(new Event.Named("totals", news.totals()));
            }
            var fresh = news.transmissions().stream()
                    .filter(each -> !last.transmissions().contains(each))
                    .toList();
            if (!fresh.isEmpty()) {
                events.add(new Event.Named("transmissions", fresh));
            }
            last = news.newest().isAfter(last.newest())
                    ? news
                    : new News(news.totals(), news.transmissions(), last.newest());
            return events;
        }
    }
}
