package dev.millrace.local.apiserver.discovery;

import dev.millrace.local.apiserver.resource.Catalog.GroupVersion;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The order of versions: v2 before v1 before v1beta2 before v1alpha1, others behind by name. */
final class Versions {
    static final Comparator<GroupVersion> ORDER = Comparator.comparing(GroupVersion::version, Versions::compare);

    private static final Pattern KUBERNETES = Pattern.compile("v(\\d+)(?:(alpha|beta)(\\d+))?");
    private static final List<String> STAGES = List.of("alpha", "beta", "");

    private Versions() {}

    private static int compare(String one, String other) {
        Matcher first = KUBERNETES.matcher(one);
        Matcher second = KUBERNETES.matcher(other);
        if (!first.matches() || !second.matches()) {
            return first.matches() ? -1 : second.matches() ? 1 : one.compareTo(other);
        }
        int stage = Integer.compare(stage(second), stage(first));
        if (stage != 0) {
            return stage;
        }
        int major = Integer.compare(Integer.parseInt(second.group(1)), Integer.parseInt(first.group(1)));
        return major != 0 ? major : Integer.compare(minor(second), minor(first));
    }

    private static int stage(Matcher version) {
        return STAGES.indexOf(version.group(2) == null ? "" : version.group(2));
    }

    private static int minor(Matcher version) {
        return version.group(3) == null ? 0 : Integer.parseInt(version.group(3));
    }
}
