package ai.dropops.cluster.batch;

import java.time.Duration;
import java.time.Instant;

/** One order under way: whether it left, whether its host is there, when to deliver it again. */
final class Flight {
    private final boolean surelyStillHere;
    private int handedOver;
    private boolean passed;
    private boolean away;
    private boolean hasWaited;
    private boolean started;
    private Instant lastHeard;
    private Instant nextDelivery;
    private Duration pause;

    private Flight(boolean surelyStillHere, Instant now, Duration pause) {
        this.surelyStillHere = surelyStillHere;
        this.lastHeard = now;
        this.nextDelivery = now;
        this.pause = pause;
    }

    /** Of an order this very entity is about to deliver for the first time. */
    static Flight fresh(Instant now, Duration pause) {
        return new Flight(true, now, pause);
    }

    /** Of an order that may have left before the entity was restarted. */
    static Flight resumed(Instant now, Duration pause) {
        return new Flight(false, now, pause);
    }

    /** Whether no link was ever given the order, so that it cannot run. */
    boolean neverLeft() {
        return surelyStillHere && handedOver == 0 && !passed && !started;
    }

    /** Whether its host may have been away for some of the time the order has been under way. */
    boolean hasWaited() {
        return hasWaited || !surelyStillHere;
    }

    boolean isAway() {
        return away;
    }

    boolean isStarted() {
        return started;
    }

    Instant lastHeard() {
        return lastHeard;
    }

    boolean isDue(Instant now) {
        return !now.isBefore(nextDelivery);
    }

    /** The order was delivered, or its host was asked, just now. */
    void tried(Instant now, Duration atMost) {
        nextDelivery = now.plus(pause);
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(atMost) < 0 ? doubled : atMost;
    }

    /** The order was given to the operator's entity, which will say whether it could pass it on. */
    void handedOver() {
        handedOver++;
    }

    void passed(Instant now) {
        handedOver--;
        passed = true;
        present(now);
    }

    void wentAway() {
        handedOver--;
        away = true;
        hasWaited = true;
    }

    void present(Instant now) {
        away = false;
        lastHeard = now;
    }

    void started(Instant now) {
        started = true;
        present(now);
    }
}
