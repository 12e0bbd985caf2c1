/** What a stored data version consists of. */
@NullMarked
package dev.millrace.contract.dataset;

import org.jspecify.annotations.NullMarked;
