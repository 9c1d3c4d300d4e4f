/** What keeps coming: changes in a workspace, batches as they run, and output from the hosts that keep it. */
@NullMarked
package ai.dropops.web.stream;

import org.jspecify.annotations.NullMarked;
