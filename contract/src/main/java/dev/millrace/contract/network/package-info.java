/** Which addresses a source may be read from: the same rules for the pod that connects and for the policy around it. */
@NullMarked
package dev.millrace.contract.network;

import org.jspecify.annotations.NullMarked;
