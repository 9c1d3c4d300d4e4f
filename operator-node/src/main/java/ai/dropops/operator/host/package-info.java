/** What an operator says of the machine it runs on. */
@NullMarked
package ai.dropops.operator.host;

import org.jspecify.annotations.NullMarked;
