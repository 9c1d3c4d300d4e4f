@NullMarked
package ai.dropops.persistence.view;

import org.jspecify.annotations.NullMarked;
