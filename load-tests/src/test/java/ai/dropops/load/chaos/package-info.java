/** Whether the checker of the chaos finds what it is there for. */
@NullMarked
package ai.dropops.load.chaos;

import org.jspecify.annotations.NullMarked;
