/** The command that makes a data version of files. */
@NullMarked
package dev.millrace.trainer.ingest;

import org.jspecify.annotations.NullMarked;
