package dev.millrace.local.apiserver.resource;

import java.util.List;

/** What a resource is called. */
public record Names(
        String plural,
        String singular,
        String kind,
        String listKind,
        List<String> shortNames,
        List<String> categories) {
    /** Of a built-in kind: the singular and the list kind follow from the others. */
    static Names of(String plural, String singular, String kind, List<String> shortNames, List<String> categories) {
        return new Names(plural, singular, kind, kind + "List", shortNames, categories);
    }
}
