/** What may be done, to which hosts, by whose permission, and the account given of it afterwards. */
@NullMarked
package ai.dropops.protocol.action;

import org.jspecify.annotations.NullMarked;
