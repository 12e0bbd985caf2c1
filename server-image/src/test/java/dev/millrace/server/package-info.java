/** The server over real connections. */
@NullMarked
package dev.millrace.server;

import org.jspecify.annotations.NullMarked;
