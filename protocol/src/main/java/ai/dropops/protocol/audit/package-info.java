/** The history of a host: a chain that shows what was changed in it, and its verification by anyone. */
@NullMarked
package ai.dropops.protocol.audit;

import org.jspecify.annotations.NullMarked;
