/** Files from HTTP servers: fetched to the scratch folder, guarded against leading inside, verified before anything reads them. */
@NullMarked
package dev.millrace.data.download;

import org.jspecify.annotations.NullMarked;
