/** The control plane's process: what it is made of, and in which order that starts and ends. */
@NullMarked
package ai.dropops.web.server;

import org.jspecify.annotations.NullMarked;
