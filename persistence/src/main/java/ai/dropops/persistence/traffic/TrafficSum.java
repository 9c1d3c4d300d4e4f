package ai.dropops.persistence.traffic;

/** Traffic of one kind, in bytes; {@code kept} is what executions printed, zero for every other kind. */
public record TrafficSum(TrafficKind kind, long frames, long up, long down, long kept) {}
