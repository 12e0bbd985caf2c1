/** Objects that the operator makes for a resource: how they are labelled, created, applied, and told from other people's objects. */
@NullMarked
package dev.millrace.operator.child;

import org.jspecify.annotations.NullMarked;
