package dev.millrace.local.apiserver.request;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The path of a resource: {@code /api/v1/…} or {@code /apis/<group>/<version>/…}.
 *
 * @param plural empty for the version itself
 * @param rest what follows the subresource
 */
public record ResourcePath(
        String group,
        String version,
        String namespace,
        String plural,
        String name,
        String subresource,
        List<String> rest) {
    private static final String NAMESPACES = "namespaces";

    /** Takes a path apart; null where it is none of a resource or a version. */
    public static @Nullable ResourcePath parse(String path) {
        List<String> parts = List.of(path.substring(1).split("/", -1));
        if (parts.get(parts.size() - 1).isEmpty()) {
            parts = parts.subList(0, parts.size() - 1);
        }
        if (parts.size() >= 2 && parts.get(0).equals("api")) {
            return parse("", parts.get(1), parts.subList(2, parts.size()));
        }
        if (parts.size() >= 3 && parts.get(0).equals("apis")) {
            return parse(parts.get(1), parts.get(2), parts.subList(3, parts.size()));
        }
        return null;
    }

    private static ResourcePath parse(String group, String version, List<String> parts) {
        String namespace = "";
        List<String> rest = parts;
        if (rest.size() > 1 && rest.get(0).equals(NAMESPACES)) {
            boolean itself = rest.size() == 2
                    || (group.isEmpty()
                            && rest.size() == 3
                            && List.of("status", "finalize").contains(rest.get(2)));
            if (!itself || !group.isEmpty()) {
                namespace = rest.get(1);
                rest = rest.subList(2, rest.size());
            }
        }
        return new ResourcePath(
                group,
                version,
                namespace,
                part(rest, 0),
                part(rest, 1),
                part(rest, 2),
                rest.size() > 3 ? rest.subList(3, rest.size()) : List.of());
    }

    private static String part(List<String> parts, int index) {
        return index < parts.size() ? parts.get(index) : "";
    }
}
