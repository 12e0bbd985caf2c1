/** The command that removes from a store what nothing live reaches. */
@NullMarked
package dev.millrace.trainer.collection;

import org.jspecify.annotations.NullMarked;
