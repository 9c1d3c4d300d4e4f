/** People's rights to what is kept of them: to be told all of it, and to have it erased. */
@NullMarked
package ai.dropops.persistence.rights;

import org.jspecify.annotations.NullMarked;
