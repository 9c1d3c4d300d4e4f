/** Figures beside their goals, as text and as JSON. */
@NullMarked
package ai.dropops.load.report;

import org.jspecify.annotations.NullMarked;
