package dev.millrace.trainer.ingest;

import dev.millrace.contract.Json;
import dev.millrace.contract.network.NetworkRules;
import dev.millrace.contract.plan.SourceAccess;
import dev.millrace.contract.plan.SourcePlan;
import dev.millrace.contract.report.StepException;
import dev.millrace.data.download.AddressGuard;
import dev.millrace.data.download.Download;
import dev.millrace.data.engine.Resources;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The folder with a source's files: mounted, or filled by a download.
 *
 * @param mount where the source is mounted
 * @param access the file that tells how one that is not mounted is reached
 * @param networks that it may be reached in
 */
record SourceFolder(Optional<Path> mount, Optional<Path> access, NetworkRules networks) {
    private static final Duration SILENCE = Duration.ofSeconds(30);

    /** Where the source is mounted. */
    Path mounted() {
        return mount.orElseThrow(() -> StepException.badInput("This plan's source is mounted: give --source."));
    }

    /**
     * The folder, with the files in it.
     *
     * @param stopCheck called while files are downloaded; what it throws ends that
     */
    Path open(SourcePlan source, Resources resources, Runnable stopCheck) throws IOException {
        if (source instanceof SourcePlan.HttpFile file) {
            Path folder = Files.createDirectories(resources.scratch().resolve("download"));
            new Download(
                            new AddressGuard(networks, InetAddress::getAllByName),
                            new Download.Limits(
                                    resources.scratchBytes(), SILENCE, pause -> Thread.sleep(pause.toMillis())),
                            stopCheck)
                    .fetch(url(), file.digest(), folder);
            return folder;
        }
        return mounted();
    }

    private URI url() throws IOException {
        Path file =
                access.orElseThrow(() -> StepException.badInput("This plan's source is not mounted: give --access."));
        try {
            return URI.create(
                    Json.read(Files.readAllBytes(file), SourceAccess.class).url());
        } catch (NoSuchFileException e) {
            throw StepException.badInput("There is no file " + file + ".");
        } catch (IllegalArgumentException e) {
            // What it says may quote the URL, and with it a signature.
            throw StepException.badInput("spec.source.http.url: not a URL.");
        }
    }
}
