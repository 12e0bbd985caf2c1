/** Makes the files that follow from the records: the CRDs, the chart's copy of them and the API reference. */
@NullMarked
package dev.millrace.api.schema;

import org.jspecify.annotations.NullMarked;
