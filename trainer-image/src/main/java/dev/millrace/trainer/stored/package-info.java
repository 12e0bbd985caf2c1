/** What commands are told of the store that they work on. */
@NullMarked
package dev.millrace.trainer.stored;

import org.jspecify.annotations.NullMarked;
