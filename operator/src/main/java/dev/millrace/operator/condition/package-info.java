/** Conditions as kstatus reads them: what a reconcile found becomes Ready, and Reconciling or Stalled while they are true. */
@NullMarked
package dev.millrace.operator.condition;

import org.jspecify.annotations.NullMarked;
