/** The one connection an operator holds: enrolment, TLS, frames in and out, and dialling again. */
@NullMarked
package ai.dropops.operator.link;

import org.jspecify.annotations.NullMarked;
