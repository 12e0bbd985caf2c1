/** The claim that is a namespace's store: without it nothing is made or served there. */
@NullMarked
package dev.millrace.operator.claim;

import org.jspecify.annotations.NullMarked;
