/** Services on their cluster addresses: connections are handed on to pods that answer. */
@NullMarked
package dev.millrace.local.proxy;

import org.jspecify.annotations.NullMarked;
