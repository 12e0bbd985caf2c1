/** YAML files as {@code kubectl apply} reads them: of a folder, or of a kustomization. */
@NullMarked
package dev.millrace.local.manifest;

import org.jspecify.annotations.NullMarked;
