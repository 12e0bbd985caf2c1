package dev.millrace.local.apiserver.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What a write has come to.
 *
 * @param object as it is now, in the version of the request
 * @param created whether it was not there before
 * @param removed whether the write was the last thing that its deletion waited for
 */
public record Written(ObjectNode object, boolean created, boolean removed, List<String> warnings) {}
