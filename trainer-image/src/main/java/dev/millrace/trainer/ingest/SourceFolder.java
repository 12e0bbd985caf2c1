package dev.millrace.trainer.ingest;

import dev.millrace.contract.Json;
import dev.millrace.contract.network.NetworkRules;
import dev.millrace.contract.plan.IngestPlan;
import dev.millrace.contract.plan.SourceAccess;
import dev.millrace.contract.plan.SourcePlan;
import dev.millrace.contract.report.StepException;
import dev.millrace.contract.report.StepReport;
import dev.millrace.data.bucket.BucketSource;
import dev.millrace.data.database.DatabaseLogin;
import dev.millrace.data.database.DatabaseSource;
import dev.millrace.data.download.AddressGuard;
import dev.millrace.data.download.Download;
import dev.millrace.data.engine.Resources;
import dev.millrace.data.ingest.Ingest;
import dev.millrace.data.source.SourceFile;
import dev.millrace.data.source.SourceFiles;
import dev.millrace.store.s3.Patience;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where a source's files are: mounted, or on a server from which they are brought.
 *
 * @param mount where the source is mounted
 * @param access the file that tells how one that is not mounted is reached
 * @param credentials the folder with the keys of its Secret
 * @param networks that it may be reached in
 */
public record SourceFolder(
        Optional<Path> mount, Optional<Path> access, Optional<Path> credentials, NetworkRules networks) {
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private Path mounted() {
        return mount.orElseThrow(() -> StepException.badInput("This plan's source is mounted: give --source."));
    }

    /** What is reported of the source's files as they now are; nothing of them is read, unless their content is the plan's. */
    public List<StepReport.SourceFile> look(IngestPlan plan) throws IOException {
        return plan.source() instanceof SourcePlan.S3Objects objects
                ? bucket(objects).find()
                : Ingest.sources(plan, SourceFiles.find(plan.source(), mounted()));
    }

    /**
     * The files, in the order in which their rows count. Those of a server lie in the scratch folder then.
     *
     * @param stopCheck called while files are downloaded; what it throws ends that
     */
    List<SourceFile> open(SourcePlan source, Resources resources, Runnable stopCheck) throws IOException {
        if (source instanceof SourcePlan.HttpFile file) {
            Path folder = Files.createDirectories(resources.scratch().resolve("download"));
            new Download(
                            guard(),
                            new Download.Limits(
                                    resources.scratchBytes(), SILENCE, pause -> Thread.sleep(pause.toMillis())),
                            stopCheck)
                    .fetch(url(), file.digest(), folder);
            return SourceFiles.find(source, folder);
        }
        if (source instanceof SourcePlan.S3Objects objects) {
            Path folder = Files.createDirectories(resources.scratch().resolve("objects"));
            BucketSource bucket = bucket(objects);
            return bucket.fetch(bucket.find(), new BucketSource.Room(folder, resources.scratchBytes()), stopCheck);
        }
        return SourceFiles.find(source, mounted());
    }

    /** The mounted files as they now are; those of a server are nowhere here. */
    public List<SourceFile> mountedFiles(SourcePlan source) throws IOException {
        return mount.isPresent() ? SourceFiles.find(source, mount.get()) : List.of();
    }

    /**
     * One of the files that {@link #look} has found, where it can be read.
     *
     * @param resources with the folder that an object of a bucket is brought to
     * @param stopCheck called while it is; what it throws ends that
     * @throws StepException if it is another file by now
     */
    public SourceFile bring(SourcePlan source, StepReport.SourceFile file, Resources resources, Runnable stopCheck)
            throws IOException {
        if (source instanceof SourcePlan.S3Objects objects) {
            Path folder = Files.createTempDirectory(resources.scratch(), "object-");
            return bucket(objects)
                    .fetch(List.of(file), new BucketSource.Room(folder, resources.scratchBytes()), stopCheck)
                    .get(0);
        }
        SourceFile found = new SourceFile(file.path(), mounted().resolve(file.path()), file.size(), file.state());
        SourceFiles.requireUnchanged(List.of(found));
        return found;
    }

    /** The database that the Secret leads to. */
    DatabaseSource database() throws IOException {
        Path login = credentials.orElseThrow(
                () -> StepException.badInput("This plan's source needs a login: give --credentials."));
        return new DatabaseSource(DatabaseLogin.read(login), guard());
    }

    private BucketSource bucket(SourcePlan.S3Objects objects) throws IOException {
        return BucketSource.of(objects, new BucketSource.Access(guard(), credentials, System.getenv(), Patience.USUAL));
    }

    private AddressGuard guard() {
        return new AddressGuard(networks, InetAddress::getAllByName);
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
