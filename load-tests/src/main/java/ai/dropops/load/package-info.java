/** Load, comparison and end-to-end truth about DropOps from outside: wire, HTTP and processes only. */
@NullMarked
package ai.dropops.load;

import org.jspecify.annotations.NullMarked;
