package ai.dropops.persistence.traffic;

/** What bytes on an operator's socket were for. */
public enum TrafficKind {
    /** Orders, and what the host says of them: that they began, and its signed receipts. */
    EXECUTION,
    /** Output that somebody reads. */
    OUTPUT,
    /** Output of hosts that keep none, handed over to be kept. */
    RECORD,
    /** Heartbeats. */
    HEARTBEAT,
    /** Greetings, certificates and farewells. */
    CONNECTION,
    /** What carries the frames: TLS, HTTP, WebSocket headers, pings. */
    FRAMING
}
