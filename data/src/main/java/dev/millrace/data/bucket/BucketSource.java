package dev.millrace.data.bucket;

import dev.millrace.contract.plan.SourcePlan;
import dev.millrace.contract.report.Names;
import dev.millrace.contract.report.StepException;
import dev.millrace.contract.report.StepReport;
import dev.millrace.contract.report.StepSummary.FailureReason;
import dev.millrace.data.download.AddressGuard;
import dev.millrace.data.source.SourceFile;
import dev.millrace.store.s3.Bucket;
import dev.millrace.store.s3.Bucket.Entry;
import dev.millrace.store.s3.Parts;
import dev.millrace.store.s3.Patience;
import dev.millrace.store.s3.S3Connection;
import dev.millrace.store.s3.S3Connection.Credentials;
import dev.millrace.store.s3.S3Problem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;

/** The objects of a bucket that a source names, by a key or a glob as on a volume: {@code s3://raw/houses/*.parquet}. */
public final class BucketSource {
    private static final String FIELD = "spec.source.s3";
    private static final Pattern FORM = Pattern.compile("s3://([^/]+)/(.+)");

    private final S3Connection connection;
    private final Bucket bucket;
    private final KeyPattern pattern;

    private BucketSource(S3Connection connection, AddressGuard guard, String bucket, KeyPattern pattern) {
        this.connection = connection;
        this.bucket = new Bucket(
                connection,
                bucket,
                // The client that asks the guard for each address that it connects to, and no proxy that would connect
                // for it.
                Apache5HttpClient.builder()
                        .dnsResolver(guard)
                        .proxyConfiguration(ProxyConfiguration.builder()
                                .useSystemPropertyValues(false)
                                .useEnvironmentVariableValues(false)
                                .build())
                        .maxConnections(Parts.AT_ONCE)
                        .socketTimeout(connection.patience().silence())
                        .useIdleConnectionReaper(false));
        this.pattern = pattern;
    }

    /**
     * How a bucket is reached.
     *
     * @param guard which addresses may be
     * @param secret the folder with the Secret's keys; empty: the spec names none
     * @param environment that says whether the pod has an identity
     * @param patience with the server
     */
    public record Access(
            AddressGuard guard, Optional<Path> secret, Map<String, String> environment, Patience patience) {}

    /**
     * A source; the server is not asked yet.
     *
     * @throws StepException if the plan is wrong or the Secret lacks a key
     */
    public static BucketSource of(SourcePlan.S3Objects plan, Access access) throws IOException {
        Matcher form = FORM.matcher(plan.uri());
        if (!form.matches()) {
            throw StepException.badInput(FIELD + ".uri: \"" + plan.uri()
                    + "\" is not of the form s3://bucket/key or s3://bucket/folder/*.csv.");
        }
        String endpoint = plan.endpoint();
        S3Connection connection = new S3Connection(
                endpoint == null ? null : URI.create(endpoint),
                Objects.requireNonNullElse(plan.region(), S3Connection.DEFAULT_REGION),
                plan.pathStyle() == null ? endpoint != null : plan.pathStyle(),
                SourceIdentity.of(access.secret(), access.environment()),
                access.patience());
        return new BucketSource(connection, access.guard(), form.group(1), KeyPattern.of(form.group(2)));
    }

    /**
     * The objects as they are now, in the order in which their rows count: that of their keys. Nothing is read yet.
     *
     * @throws StepException if there is none, or the bucket cannot be listed
     */
    public List<StepReport.SourceFile> find() {
        List<Entry> found = asked(this::matching);
        if (found.isEmpty()) {
            String folder = pattern.folder();
            throw StepException.badInput(FIELD + ".uri: no object of the bucket \"" + bucket.name() + "\" matches \""
                    + pattern + "\"; " + (folder.isEmpty() ? "it has " : "under \"" + folder + "\" it has ")
                    + listing(folder) + ".");
        }
        return found.stream()
                .map(entry -> new StepReport.SourceFile(entry.key(), entry.size(), entry.eTag()))
                .sorted(Comparator.comparing(StepReport.SourceFile::path))
                .toList();
    }

    private List<Entry> matching() {
        try (Stream<Entry> entries = bucket.list(pattern.prefix())) {
            return (pattern.isKey() ? entries.limit(1) : entries)
                    .filter(entry -> pattern.matches(entry.key()))
                    .toList();
        }
    }

    private String listing(String folder) {
        List<String> names = asked(() -> {
            try (Stream<Entry> entries = bucket.list(folder)) {
                return entries.map(Entry::key).limit(6).toList();
            }
        });
        return names.isEmpty() ? "no objects" : Names.few(names);
    }

    /**
     * Copies objects that were found, with the content that they then had.
     *
     * @param objects of {@link #find}
     * @param room where they go
     * @param stopCheck called every few hundred kilobytes; what it throws ends the copying
     * @return the files, as they now lie here
     * @throws StepException if one was changed meanwhile, or there is no room
     */
    public List<SourceFile> fetch(List<StepReport.SourceFile> objects, Room room, Runnable stopCheck)
            throws IOException {
        long bytes = objects.stream().mapToLong(StepReport.SourceFile::size).sum();
        if (bytes > room.bytes()) {
            throw StepException.badInput(FIELD + ".uri: the objects have " + (bytes >> 20) + " MiB, more than the "
                    + (room.bytes() >> 20)
                    + " MiB that the step has room for: ask an administrator to raise the operator's --scratch-size.");
        }
        List<SourceFile> files = new ArrayList<>();
        for (StepReport.SourceFile object : objects) {
            files.add(new SourceFile(
                    object.path(), room.folder().resolve("object-" + files.size()), object.size(), object.state()));
        }
        try {
            new Transfer(bucket, stopCheck).run(files);
        } catch (SdkException e) {
            throw refused(e);
        }
        return files;
    }

    /**
     * Where objects are copied to.
     *
     * @param folder an existing one
     * @param bytes that it takes
     */
    public record Room(Path folder, long bytes) {}

    private <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (SdkException e) {
            throw refused(e);
        }
    }

    private StepException refused(SdkException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof StepException refusal) {
                return refusal;
            }
        }
        S3Problem problem = S3Problem.of(e, connection, bucket.name());
        return switch (problem.kind()) {
            case NO_SUCH_BUCKET -> StepException.badInput(FIELD + ".uri: " + problem.sentence() + ".");
            case DENIED ->
                StepException.badInput(FIELD
                        + (connection.credentials() instanceof Credentials.Anonymous
                                ? ".secretRef: without it, and without a service account that the server knows, nobody in particular asks: "
                                : ": ")
                        + problem.sentence() + ".");
            case NO_SUCH_KEY, CHANGED ->
                new StepException(
                        FailureReason.TRANSIENT,
                        "An object of " + FIELD
                                + ".uri was changed while it was read; another attempt reads it as it then is.",
                        e);
            case UNAVAILABLE ->
                new StepException(FailureReason.TRANSIENT, FIELD + ".endpoint: " + problem.sentence() + ".", e);
        };
    }
}
