/** What a step is to do: the whole input of one ingest or training pod. The hash of a plan is the step's key. */
@NullMarked
package dev.millrace.contract.plan;

import org.jspecify.annotations.NullMarked;
