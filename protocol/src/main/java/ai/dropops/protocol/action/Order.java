package ai.dropops.protocol.action;

import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.ExecutionId;

/**
 * One delivery of a permitted action to one operator.
 *
 * @param execution the key; a host that knows it answers with what it knows and runs nothing
 * @param attempt counted from 1, at most the proposal's limit
 * @param proposal the frozen proposal's exact bytes
 */
public record Order(ExecutionId execution, int attempt, Bytes proposal, Permit permit, Membership membership) {}
