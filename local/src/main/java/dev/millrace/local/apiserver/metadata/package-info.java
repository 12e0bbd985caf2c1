/** What all objects have: names, labels, annotations, finalizers and owners. */
@NullMarked
package dev.millrace.local.apiserver.metadata;

import org.jspecify.annotations.NullMarked;
