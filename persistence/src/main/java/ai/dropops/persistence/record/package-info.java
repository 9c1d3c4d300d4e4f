/** What hosts printed that keep no records themselves. */
@NullMarked
package ai.dropops.persistence.record;

import org.jspecify.annotations.NullMarked;
