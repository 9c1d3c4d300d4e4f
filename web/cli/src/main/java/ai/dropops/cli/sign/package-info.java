/** What an approver signs, and with what: it never trusts what it was told without hashing it again. */
@NullMarked
package ai.dropops.cli.sign;

import org.jspecify.annotations.NullMarked;
