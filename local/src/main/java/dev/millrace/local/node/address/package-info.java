/** The addresses of pods on this machine. */
@NullMarked
package dev.millrace.local.node.address;

import org.jspecify.annotations.NullMarked;
