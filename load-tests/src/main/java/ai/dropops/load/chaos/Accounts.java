package ai.dropops.load.chaos;

import ai.dropops.load.stage.Api;
import ai.dropops.load.stage.Await;
import ai.dropops.load.stage.ControlPlane;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What is told of batches once nothing more can come of them. */
final class Accounts {
    private static final int NOT_FOUND = 404;
    /** Longer than a permit is valid, after which nothing can be waited for any more. */
    private static final Duration SETTLING = Duration.ofMinutes(8);
    /** A host tells again with its heartbeat what nobody has confirmed. */
    private static final Duration TELLING_AGAIN = Duration.ofSeconds(70);

    private Accounts() {}

    /** Waits for what was accepted, and answers by batch, of those {@code desk} knows. */
    static Map<String, Account> settled(ControlPlane desk, List<Commission> commissions) {
        var accounts = new HashMap<String, Account>();
        try (var api = desk.api()) {
            keep(accounts, api, commissions, SETTLING, Account::hasEnded);
            keep(accounts, api, commissions, TELLING_AGAIN, Account::isAnswered);
        }
        return accounts;
    }

    private static void keep(
            Map<String, Account> accounts,
            Api api,
            List<Commission> commissions,
            Duration limit,
            Predicate<Account> settled) {
        long end = System.nanoTime() + limit.toNanos();
        for (Commission commission : commissions) {
            if (commission.word() == Commission.Word.GIVEN) {
                Await.happens(
                        Duration.ofNanos(Math.max(1, end - System.nanoTime())),
                        () -> account(api, commission).filter(settled).isPresent());
            }
            account(api, commission).ifPresent(account -> accounts.put(commission.batch(), account));
        }
    }

    private static Optional<Account> account(Api api, Commission commission) {
        Api.Reply reply = api.get("/batches/" + commission.batch());
        return reply.status() == NOT_FOUND ? Optional.empty() : Optional.of(Account.of(reply.ok()));
    }
}
