/** What a stored model consists of. */
@NullMarked
package dev.millrace.contract.bundle;

import org.jspecify.annotations.NullMarked;
