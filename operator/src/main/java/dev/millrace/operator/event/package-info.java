/** Kubernetes Events: what {@code kubectl describe} and {@code kubectl events} tell of a resource's course. */
@NullMarked
package dev.millrace.operator.event;

import org.jspecify.annotations.NullMarked;
