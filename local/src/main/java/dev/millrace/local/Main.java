package dev.millrace.local;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The embedded cluster as a process. */
@Command(
        name = "millrace-local",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpWidth = 120,
        description =
                "An embedded Kubernetes with one node, for development on this machine alone: whoever may use the machine may do all with it.")
public final class Main implements Callable<Integer> {
    private static final int FAILED = 1;

    @Mixin
    private ClusterOptions options = new ClusterOptions();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    /** Runs until the process is told to end. */
    @Override
    public Integer call() throws InterruptedException {
        options.check();
        try (EndSignal signal = EndSignal.install()) {
            int code = run(signal);
            signal.exitWith(code);
            return code;
        }
    }

    private int run(EndSignal signal) throws InterruptedException {
        try (LocalCluster local = LocalCluster.start(options)) {
            out("Embedded Kubernetes, 1 node, at " + local.cluster().server().address() + " (Ctrl-C ends it)");
            out("  export KUBECONFIG=" + local.kubeconfig());
            signal.await();
            out("Ending.");
            return 0;
        } catch (IOException e) {
            System.err.println(e.getMessage());
            return FAILED;
        }
    }

    private static void out(String line) {
        System.out.println(line);
    }
}
