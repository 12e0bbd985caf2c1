package dev.millrace.data.export;

import org.jspecify.annotations.Nullable;

/**
 * What people say of a data version, for its metadata.
 *
 * @param name of the data set
 * @param description in a sentence or more; null: rows and columns are counted
 * @param license its URL or name
 * @param creator a person or an organisation
 * @param url where it is described
 * @param published a date such as 2026-03-31
 */
public record Publication(
        String name,
        @Nullable String description,
        @Nullable String license,
        @Nullable String creator,
        @Nullable String url,
        @Nullable String published) {}
