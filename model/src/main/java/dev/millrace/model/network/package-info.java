/** A trained network, free of the library that trained it. */
@NullMarked
package dev.millrace.model.network;

import org.jspecify.annotations.NullMarked;
