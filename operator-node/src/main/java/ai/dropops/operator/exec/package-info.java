/** Processes: started in a session of their own, recorded while they run, ended with everything they started. */
@NullMarked
package ai.dropops.operator.exec;

import org.jspecify.annotations.NullMarked;
