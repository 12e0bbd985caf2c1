package dev.millrace.local.apiserver.validation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.failure.Problem;
import dev.millrace.local.apiserver.metadata.MetadataRules;
import dev.millrace.local.apiserver.resource.ResourceType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All that can be wrong with an object, or with a change of one. */
public final class ObjectRules {
    private ObjectRules() {}

    /**
     * Says what is wrong.
     *
     * @param object with all defaults
     * @param before what it replaces, or null for a new one
     */
    public static List<Problem> check(ResourceType type, ObjectNode object, @Nullable ObjectNode before) {
        List<Problem> problems = new ArrayList<>(
                MetadataRules.check(object.path("metadata"), type.rules().nameForm()));
        if (!type.custom()) {
            problems.addAll(MetadataRules.finalizers(object.path("metadata")));
        }
        if (before != null) {
            problems.addAll(MetadataRules.checkChange(object.path("metadata"), before.path("metadata")));
        }
        problems.addAll(type.rules().problems(object, before));
        if (!type.custom()) {
            Set<String> told = new HashSet<>();
            problems.forEach(problem -> told.add(problem.path()));
            for (Problem problem : SchemaRules.check(object, type.schema())) {
                if (told.add(problem.path())) {
                    problems.add(problem);
                }
            }
        }
        return problems;
    }
}
