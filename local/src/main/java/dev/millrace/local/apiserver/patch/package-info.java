/** JSON patches, merge patches and strategic merge patches. */
@NullMarked
package dev.millrace.local.apiserver.patch;

import org.jspecify.annotations.NullMarked;
