/** A request, taken apart. */
@NullMarked
package dev.millrace.local.apiserver.request;

import org.jspecify.annotations.NullMarked;
