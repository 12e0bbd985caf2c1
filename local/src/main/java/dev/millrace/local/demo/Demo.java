package dev.millrace.local.demo;

import dev.millrace.local.ClusterOptions;
import dev.millrace.local.EndSignal;
import dev.millrace.local.LocalCluster;
import dev.millrace.local.ServerClient;
import dev.millrace.local.manifest.Manifests;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The whole main job without a cluster: what {@code make demo} runs. */
@Command(
        name = "millrace-demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpWidth = 120,
        description =
                "Starts the embedded Kubernetes with Millrace in it, applies an example, shows how it goes, and asks the model that came of it.")
public final class Demo implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(Demo.class);
    private static final String NAMESPACE = "default";
    private static final Path STORE_CLAIM = Path.of("config", "samples", "store.yaml");
    /** What an example leaves behind, several times over. */
    private static final long NEEDED_MEBIBYTES = 200;

    /** A script that waits for a person's next step would wait for ever. */
    private static final Duration WAITS_AT_MOST = Duration.ofMinutes(3);

    private static final int FAILED = 1;
    /** What a shell says of a process that was interrupted. */
    private static final int INTERRUPTED = 130;

    @Option(
            names = "--example",
            paramLabel = "FOLDER",
            defaultValue = "examples/house-prices",
            description = "YAML files, and request.json for the first prediction. Default: ${DEFAULT-VALUE}")
    private Path example = Path.of("examples", "house-prices");

    @Option(
            names = "--once",
            description =
                    "Ends after the first prediction, or when nothing has changed for three minutes and nothing is at work.")
    private boolean once;

    @Option(names = "--live", description = "Draws in place: the output is a terminal.")
    private boolean live;

    @Mixin
    private ClusterOptions options = new ClusterOptions();

    private final PrintStream out;
    private final Charset charset;

    private Demo(Charset charset) {
        this.charset = charset;
        this.out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, charset);
    }

    public static void main(String[] arguments) {
        // Not the default, which is UTF-8 from Java 18 on, whatever the terminal can show.
        Charset charset = Charset.forName(
                System.getProperty("native.encoding", Charset.defaultCharset().name()));
        System.exit(new CommandLine(new Demo(charset)).execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        options.check();
        try (EndSignal signal = EndSignal.install()) {
            // Whoever kills `make` does not mean to leave this behind.
            CompletableFuture<Void> orphaned = ProcessHandle.current()
                    .parent()
                    .map(parent -> parent.onExit().thenRun(signal::ask))
                    .orElseGet(CompletableFuture::new);
            int code = run(signal);
            orphaned.cancel(false);
            signal.exitWith(code);
            return code;
        }
    }

    private int run(EndSignal signal) throws InterruptedException {
        Screen screen = live ? new LiveScreen(out) : new PlainScreen(out, Clock.systemUTC());
        Instant start = Instant.now();
        try {
            Example wanted = Example.read(example);
            try (LocalCluster local = LocalCluster.start(options);
                    KubernetesClient client =
                            ServerClient.of(local.cluster().server().address(), NAMESPACE)) {
                requireRoom(options.state());
                return perform(
                        wanted,
                        new Performance.Stage(
                                screen,
                                Drawing.in(charset),
                                NAMESPACE,
                                Clock.systemUTC(),
                                start,
                                once ? Patience.of(WAITS_AT_MOST) : Patience.endless()),
                        new Running(local, client, signal));
            }
        } catch (IOException | FailedException e) {
            return failed(screen, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("the demo cannot go on", e);
            return failed(
                    screen,
                    "This should not happen: %s. The log is in %s."
                            .formatted(e, options.state().resolve("demo.log")));
        }
    }

    /** A disk that fills up in the middle ends a training with words that are harder to understand. */
    private static void requireRoom(Path state) throws IOException {
        long free = Files.getFileStore(state).getUsableSpace() >> 20;
        if (free < NEEDED_MEBIBYTES) {
            throw new IOException(
                    "Only %d MiB are free for %s, and the demo may need %d: make room, or choose another folder (make demo STATE=…)."
                            .formatted(free, state, NEEDED_MEBIBYTES));
        }
    }

    private static int failed(Screen screen, String sentence) {
        screen.say("");
        System.err.println(sentence);
        return FAILED;
    }

    /** What runs. */
    private record Running(LocalCluster local, KubernetesClient client, EndSignal signal) {}

    private int perform(Example wanted, Performance.Stage stage, Running running)
            throws IOException, FailedException, InterruptedException {
        Screen screen = stage.screen();
        String kubeconfig = brief(running.local().kubeconfig());
        Installation installation =
                new Installation(running.client(), running.local().logs());
        installation.apply(options.build());
        // While the operator starts: it finds them there.
        Applying applying = new Applying(running.client());
        applying.all(Manifests.read(options.build().resolve(STORE_CLAIM)));
        applying.all(wanted.manifests());
        if (!installation.await(running.signal(), running.local().cluster().server()::trouble)) {
            return stopped(screen);
        }
        screen.say("Millrace is up (embedded Kubernetes, 1 node).  export KUBECONFIG=" + kubeconfig);
        Optional<Finale> finale =
                new Performance(running.local().cluster(), wanted, stage, running.signal()).play(running.client());
        if (finale.isEmpty()) {
            return stopped(screen);
        }
        finale.get().predictionLines().forEach(screen::say);
        if (!once) {
            finale.get().invitation(wanted.folder(), kubeconfig).forEach(screen::say);
            running.signal().await();
            stopped(screen);
        }
        return 0;
    }

    private static int stopped(Screen screen) {
        // The terminal has written ^C where the cursor was.
        screen.say("");
        screen.say("Stopped; `make demo` goes on.");
        return INTERRUPTED;
    }

    /** As a shell in the current folder takes it. */
    private static String brief(Path path) {
        Path here = Path.of("").toAbsolutePath();
        return (path.startsWith(here) ? here.relativize(path) : path).toString();
    }
}
