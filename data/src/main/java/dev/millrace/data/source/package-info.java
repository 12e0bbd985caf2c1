/** Where rows come from: files, their formats, the types of their columns. */
@NullMarked
package dev.millrace.data.source;

import org.jspecify.annotations.NullMarked;
