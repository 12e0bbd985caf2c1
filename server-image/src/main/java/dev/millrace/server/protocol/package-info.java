/** The Open Inference Protocol, version 2, in JSON: requests are read and checked here, answers written. */
@NullMarked
package dev.millrace.server.protocol;

import org.jspecify.annotations.NullMarked;
