package dev.millrace.local.apiserver.access;

/**
 * What somebody wants to do.
 *
 * @param path of what is no resource; empty for resources
 */
public record Action(
        String verb, String group, String resource, String subresource, String namespace, String name, String path) {
    static Action onPath(String verb, String path) {
        return new Action(verb, "", "", "", "", "", path);
    }

    /** As a refusal words it. */
    String text() {
        if (!path.isEmpty()) {
            return "cannot " + verb + " path \"" + path + "\"";
        }
        String what = "cannot " + verb + " resource \"" + full() + "\" in API group \"" + group + "\"";
        return what + (namespace.isEmpty() ? " at the cluster scope" : " in the namespace \"" + namespace + "\"");
    }

    String full() {
        return subresource.isEmpty() ? resource : resource + "/" + subresource;
    }
}
