/** Which rows train, which validate, which test. */
@NullMarked
package dev.millrace.data.split;

import org.jspecify.annotations.NullMarked;
