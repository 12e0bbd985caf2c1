/** HTTP around the protocol: paths, bodies, connections, and the way out without a lost request. */
@NullMarked
package dev.millrace.server.http;

import org.jspecify.annotations.NullMarked;
