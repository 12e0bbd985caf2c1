/** The kinds that are served, under which names. */
@NullMarked
package dev.millrace.local.apiserver.resource;

import org.jspecify.annotations.NullMarked;
