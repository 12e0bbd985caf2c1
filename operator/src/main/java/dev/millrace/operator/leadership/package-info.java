/** Which of several operator processes works: the one that holds a Lease. */
@NullMarked
package dev.millrace.operator.leadership;

import org.jspecify.annotations.NullMarked;
