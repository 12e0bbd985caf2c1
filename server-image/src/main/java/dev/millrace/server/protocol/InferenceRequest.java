package dev.millrace.server.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for besides its columns.
 *
 * @param id as sent; null: the server gives one
 * @param outputs the names of the wanted outputs, in the wanted order
 */
public record InferenceRequest(@Nullable String id, List<String> outputs) {}
