/** What is done to files of this host by the operator itself: read, listed, written, deleted and restored. */
@NullMarked
package ai.dropops.operator.files;

import org.jspecify.annotations.NullMarked;
