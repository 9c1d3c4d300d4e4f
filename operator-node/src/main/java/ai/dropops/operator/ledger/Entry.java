package ai.dropops.operator.ledger;

import java.time.Instant;

/**
 * A commit of the ledger.
 *
 * @param version its name, 40 hexadecimal digits
 * @param size of the file in it in bytes, -1 where it is absent
 * @param said its first line
 */
public record Entry(String version, Instant at, long size, String said) {}
