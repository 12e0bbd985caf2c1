package dev.millrace.local.apiserver.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.failure.Problem;
import dev.millrace.local.apiserver.metadata.NameRules;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a kind does with its objects beyond its schema. Each method may change its first argument only where it says so. */
public interface KindRules {
    /** What a name may be. */
    default NameRules.Form nameForm() {
        return NameRules.Form.SUBDOMAIN;
    }

    /** Fills in what the author left out. */
    default void fillIn(ObjectNode object) {}

    /** Before a new object is checked: sets what an author may not choose. */
    default void beginCreate(ObjectNode object) {}

    /** Before a changed object is checked: restores what an author may not change. */
    default void beginUpdate(ObjectNode object, ObjectNode before) {}

    /** What is wrong with an object. */
    default List<Problem> check(ObjectNode object) {
        return List.of();
    }

    /** What is wrong with a change, besides what is wrong with the object. */
    default List<Problem> checkChange(ObjectNode object, ObjectNode before) {
        return List.of();
    }

    /** All that is wrong: with the object, and with the change where it replaces another. */
    default List<Problem> problems(ObjectNode object, @Nullable ObjectNode before) {
        List<Problem> problems = new ArrayList<>();
        if (before != null) {
            problems.addAll(checkChange(object, before));
        }
        problems.addAll(check(object));
        return problems;
    }

    /** The same object in another version of its API; may change the argument and return it. */
    default ObjectNode convert(ObjectNode object, String apiVersion) {
        return object.put("apiVersion", apiVersion);
    }
}
