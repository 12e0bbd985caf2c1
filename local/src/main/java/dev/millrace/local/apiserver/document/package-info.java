/** JSON and YAML as Kubernetes reads and writes them. */
@NullMarked
package dev.millrace.local.apiserver.document;

import org.jspecify.annotations.NullMarked;
