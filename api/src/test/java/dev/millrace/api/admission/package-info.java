/** What the API server makes of good and bad objects. */
@NullMarked
package dev.millrace.api.admission;

import org.jspecify.annotations.NullMarked;
