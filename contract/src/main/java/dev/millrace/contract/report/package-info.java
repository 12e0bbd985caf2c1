/** What a step did: progress while it runs, one summary when it ends. */
@NullMarked
package dev.millrace.contract.report;

import org.jspecify.annotations.NullMarked;
