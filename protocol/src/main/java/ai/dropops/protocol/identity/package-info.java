/** Who and what is being spoken of: ids, keys, fingerprints, and the contexts every signature is made in. */
@NullMarked
package ai.dropops.protocol.identity;

import org.jspecify.annotations.NullMarked;
