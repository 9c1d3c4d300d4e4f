/** The operators' port: how a host becomes an operator, and the sockets operators are reached through. */
@NullMarked
package ai.dropops.web.link;

import org.jspecify.annotations.NullMarked;
