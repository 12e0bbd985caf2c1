/** Steps: one plan, carried out by the pods of one Job. Ingests and trainings are rendered, found and understood here alike. */
@NullMarked
package dev.millrace.operator.step;

import org.jspecify.annotations.NullMarked;
