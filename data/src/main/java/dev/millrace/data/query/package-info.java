/** SQL that a spec gives, run where it reaches the rows and nothing else. See docs/decisions/0017. */
@NullMarked
package dev.millrace.data.query;

import org.jspecify.annotations.NullMarked;
