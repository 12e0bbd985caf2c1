/** An ingest that many machines do together: what they are asked for, whoever they are. */
@NullMarked
package dev.millrace.data.part;

import org.jspecify.annotations.NullMarked;
