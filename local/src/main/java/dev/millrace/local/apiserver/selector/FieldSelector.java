package dev.millrace.local.apiserver.selector;

import dev.millrace.local.apiserver.failure.Refused;
import dev.millrace.local.apiserver.resource.ResourceType;
import dev.millrace.local.apiserver.storage.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A field selector of a query: {@code spec.nodeName=a,status.phase!=Running}. */
public final class FieldSelector {
    private static final FieldSelector EVERYTHING = new FieldSelector(List.of());
    private static final String NAME = "metadata.name";
    private static final String NAMESPACE = "metadata.namespace";

    private final List<Term> terms;

    private record Term(String field, String value, boolean equal) {}

    private FieldSelector(List<Term> terms) {
        this.terms = List.copyOf(terms);
    }

    /**
     * A selector for objects of a type.
     *
     * @throws Refused when it is none, or names a field that the type cannot be selected by
     */
    public static FieldSelector parse(String text, ResourceType type) {
        if (text.isBlank()) {
            return EVERYTHING;
        }
        List<Term> terms = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            if (part.isBlank()) {
                continue;
            }
            int at = part.indexOf('=');
            if (at < 1) {
                throw Refused.badRequest("invalid selector: '" + text + "'; can't understand '" + part + "'");
            }
            boolean equal = part.charAt(at - 1) != '!';
            String field = part.substring(0, equal ? at : at - 1).trim();
            String value =
                    part.substring(part.startsWith("==", at) ? at + 2 : at + 1).trim();
            if (!field.equals(NAME)
                    && !(field.equals(NAMESPACE) && type.namespaced())
                    && !type.selectable().contains(field)) {
                throw Refused.badRequest(
                        type.custom() || !type.selectable().isEmpty()
                                ? "field label not supported: " + field
                                : "\"" + field + "\" is not a known field selector: only \"metadata.name\","
                                        + " \"metadata.namespace\"");
            }
            terms.add(new Term(field, value, equal));
        }
        return new FieldSelector(terms);
    }

    public boolean isEverything() {
        return terms.isEmpty();
    }

    /** Whether an object is meant; its fields are only read where its name does not decide. */
    public boolean matches(ObjectKey key, Supplier<Map<String, String>> fields) {
        for (Term term : terms) {
            String value =
                    switch (term.field) {
                        case NAME -> key.name();
                        case NAMESPACE -> key.namespace();
                        default -> fields.get().getOrDefault(term.field, "");
                    };
            if (value.equals(term.value) != term.equal) {
                return false;
            }
        }
        return true;
    }
}
