/** Nodes, database, operators and the links between them that fail in turn, and what must hold all the same. */
@NullMarked
package ai.dropops.load.chaos;

import org.jspecify.annotations.NullMarked;
