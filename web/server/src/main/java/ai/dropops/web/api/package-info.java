/** What programs and the console can ask for and change: one class a feature, each a table of its endpoints. */
@NullMarked
package ai.dropops.web.api;

import org.jspecify.annotations.NullMarked;
