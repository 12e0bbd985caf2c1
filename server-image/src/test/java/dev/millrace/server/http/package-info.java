/** HTTP around the protocol. */
@NullMarked
package dev.millrace.server.http;

import org.jspecify.annotations.NullMarked;
