package dev.millrace.local.node.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountPathsTest {
    private final MountPaths paths = new MountPaths(Map.of(
            "/store", Path.of("/here/volumes/my store"),
            "/store/inner/", Path.of("/here/inner"),
            "/tmp", Path.of("/here/tmp"),
            "/dev/termination-log", Path.of("/here/log")));

    @ParameterizedTest
    @CsvSource({
        "/store, /here/volumes/my store",
        "/store/a/b, /here/volumes/my store/a/b",
        "--store=/store, --store=/here/volumes/my store",
        "file:///store, file:///here/volumes/my%20store",
        "file:///store/x, file:///here/volumes/my%20store/x",
        "/store/inner/x, /here/inner/x",
        "/store/innermost, /here/volumes/my store/innermost",
        "rm -rf /tmp/* && ls '/tmp', rm -rf /here/tmp/* && ls '/here/tmp'",
        "/tmp:/store/inner, /here/tmp:/here/inner",
        "echo x >/dev/termination-log, echo x >/here/log",
        "/storefront, /storefront",
        "/a/store, /a/store",
        "./tmp, ./tmp",
        "/tmp.bak, /tmp.bak",
        "2>/dev/null, 2>/dev/null",
        "plain, plain"
    })
    void aMountPathIsReplacedWhereItStandsAsAWhole(String text, String rewritten) {
        assertThat(paths.rewrite(text)).isEqualTo(rewritten);
    }

    /** A source tree may lie in the machine's own /tmp. */
    @Test
    void whatAMountLiesInIsNoMountItself() {
        MountPaths build = new MountPaths(Map.of(
                "/opt/native", Path.of("/tmp/clone/native"),
                "/tmp", Path.of("/tmp/clone/state/tmp")));

        assertThat(build.rewrite("-Dlibraries=/opt/native -Dcache=/tmp/cache"))
                .isEqualTo("-Dlibraries=/tmp/clone/native -Dcache=/tmp/clone/state/tmp/cache");
    }

    @Test
    void theLongestMountHasAFile() {
        assertThat(paths.locate("/store/inner/x")).contains(Path.of("/here/inner/x"));
        assertThat(paths.locate("/store/innermost")).contains(Path.of("/here/volumes/my store/innermost"));
        assertThat(paths.locate("/else")).isEmpty();
    }
}
