package ai.dropops.operator.cli;

import ai.dropops.protocol.identity.ApiKey;
import ai.dropops.protocol.identity.LinkToken;

/** What an operator was given to become one by. */
public sealed interface Credential {
    /** The key of one slot. */
    record Key(ApiKey key) implements Credential {}

    /** A token of many hosts, for the first time. */
    record Token(LinkToken token) implements Credential {}
}
