package ai.dropops.persistence.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.dropops.persistence.schema.Database;
import ai.dropops.persistence.schema.StartupRefused;
import ai.dropops.persistence.schema.Store;
import ai.dropops.persistence.schema.Stores;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistrationTest {
    private static final Config SETTINGS = ConfigFactory.load();
    private static final Instant NOW = Instant.EPOCH;

    @TempDir
    Path folder;

    @Test
    void aNodeOneMinorStepAwayIsLetInAndOneFurtherIsNot() {
        Store.Shared store = fresh();
        try (var first = Registration.take(store, SETTINGS, 1);
                var next = Registration.take(named(store, "next"), SETTINGS, 2);
                var tooNew = Registration.take(named(store, "too-new"), SETTINGS, 3)) {
            first.enter(new Peer("pekko://dropops@a:1", 11, "0.1.0"), NOW);
            next.enter(new Peer("pekko://dropops@b:1", 12, "0.2.0"), NOW);
            assertThatThrownBy(() -> tooNew.enter(new Peer("pekko://dropops@c:1", 13, "0.3.0"), NOW))
                    .isInstanceOf(StartupRefused.class)
                    .hasMessage("This node is of version 0.3.0, and pekko://dropops@a:1 is of 0.1.0.");
            assertThat(first.peers()).containsExactly(new Peer("pekko://dropops@b:1", 12, "0.2.0"));
        }
    }

    @Test
    void oneTooFarAwayIsRefusedBeforeItGrowsTheTablesOnlyWhileTheOthersLive() {
        Store.Shared store = fresh();
        try (var first = Registration.take(store, SETTINGS, 1)) {
            first.enter(new Peer("pekko://dropops@a:1", 11, "0.1.0"), NOW);
            assertThatThrownBy(() -> open(store, "0.3.0")).isInstanceOf(StartupRefused.class);
            open(store, "0.2.0").close();
        }
        open(store, "0.3.0").close();
    }

    private static Database open(Store.Shared store, String version) {
        return Database.open(store, SETTINGS, connection -> Registration.refuseBesideStrangers(connection, version));
    }

    private Store.Shared fresh() {
        var store = (Store.Shared) Stores.SHARED.fresh(folder);
        Database.open(store, SETTINGS).close();
        return store;
    }

    private static Store.Shared named(Store.Shared store, String client) {
        return new Store.Shared(store.url(), store.user(), store.password(), client);
    }
}
