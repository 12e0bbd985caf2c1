package dev.millrace.local.apiserver.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What a client sent.
 *
 * @param tree with the last of fields that came twice
 * @param duplicates the paths of fields that came twice
 */
public record Parsed(JsonNode tree, List<String> duplicates) {}
