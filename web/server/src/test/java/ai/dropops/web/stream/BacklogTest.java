package ai.dropops.web.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class BacklogTest {
    private final Backlog<String, Integer> backlog = new Backlog<>(3);

    @Test
    void whatComesFirstIsTakenFirst() {
        backlog.put("a", 1);
        backlog.put("b", 2);

        assertThat(taken()).isEqualTo(new Backlog.Taken<>(List.of(1, 2), false));
    }

    @Test
    void onlyTheLatestAboutAThingIsKept() {
        backlog.put("a", 1);
        backlog.put("b", 2);
        backlog.put("a", 3);

        assertThat(taken().latest()).containsExactly(2, 3);
    }

    @Test
    void whoeverAsksBeforeThereIsAnythingIsAnsweredWhenThereIs() {
        var answer = backlog.take().toCompletableFuture();
        assertThat(answer).isNotDone();

        backlog.put("a", 1);

        assertThat(answer).isCompletedWithValue(new Backlog.Taken<>(List.of(1), false));
        backlog.put("a", 2);
        assertThat(taken().latest()).containsExactly(2);
    }

    @Test
    void whatIsTooMuchIsForgottenAndSaid() {
        for (String thing : List.of("a", "b", "c", "d")) {
            backlog.put(thing, 1);
        }
        assertThat(taken()).isEqualTo(new Backlog.Taken<>(List.of(), true));

        backlog.put("e", 5);
        assertThat(taken()).isEqualTo(new Backlog.Taken<>(List.of(5), false));
    }

    private Backlog.Taken<Integer> taken() {
        return backlog.take().toCompletableFuture().join();
    }
}
