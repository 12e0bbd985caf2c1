package dev.millrace.store.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobApiMetadata;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.BlobStoreContext;
import org.jclouds.blobstore.domain.StorageMetadata;
import org.jclouds.blobstore.options.ListContainerOptions;

/** A real S3 server that keeps its objects in memory, and checks signatures. */
public final class S3Server implements AutoCloseable {
    public static final S3Connection.Credentials.Keys KEYS =
            new S3Connection.Credentials.Keys("key-of-tests", "secret-of-tests", null);

    private final BlobStoreContext context;
    private final AgeingObjects objects;
    private final S3Proxy server;
    private final String address;

    private S3Server(BlobStoreContext context, AgeingObjects objects, S3Proxy server, String address) {
        this.context = context;
        this.objects = objects;
        this.server = server;
        this.address = address;
    }

    /** Starts a server on a free port of this machine, for itself alone. */
    public static S3Server start() {
        return start("127.0.0.1");
    }

    /** Starts a server on a free port of one of this machine's addresses. */
    public static S3Server start(String address) {
        BlobStoreContext context = ContextBuilder.newBuilder(new TransientNio2BlobApiMetadata())
                .credentials(KEYS.accessKeyId(), KEYS.secretAccessKey())
                .build(BlobStoreContext.class);
        AgeingObjects objects = new AgeingObjects(context.getBlobStore());
        S3Proxy server = S3Proxy.builder()
                .blobStore(objects)
                .endpoint(URI.create("http://" + address + ":0"))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, KEYS.accessKeyId(), KEYS.secretAccessKey())
                .jettyMaxThreads(24)
                .build();
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return new S3Server(context, objects, server, address);
    }

    public URI endpoint() {
        return URI.create("http://" + address + ":" + server.getPort());
    }

    public S3Connection connection() {
        return connection(endpoint(), KEYS);
    }

    /** A connection of somebody. */
    public static S3Connection connection(URI endpoint, S3Connection.Credentials credentials) {
        return new S3Connection(endpoint, S3Connection.DEFAULT_REGION, true, credentials, Patience.USUAL);
    }

    public void createBucket(String name) {
        objects().createContainerInLocation(null, name);
    }

    /** Writes an object behind everybody's back. */
    public void put(String bucket, String key, byte[] content) {
        objects()
                .putBlob(
                        bucket,
                        objects()
                                .blobBuilder(key)
                                .payload(new ByteArrayInputStream(content))
                                .contentLength(content.length)
                                .build());
    }

    /** Makes all objects that a bucket has now older than {@link AgeingObjects#OLD}. */
    public void age(String bucket) {
        objects.age(bucket, keys(bucket));
    }

    /** An object's bytes. */
    public byte[] get(String bucket, String key) {
        try (var in = objects().getBlob(bucket, key).getPayload().openStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The keys of all objects of a bucket. */
    public List<String> keys(String bucket) {
        return objects().list(bucket, ListContainerOptions.Builder.recursive()).stream()
                .map(StorageMetadata::getName)
                .toList();
    }

    /** Uploads in parts that were begun, and neither completed nor aborted. */
    public int unfinishedUploads(String bucket) {
        return objects().listMultipartUploads(bucket).size();
    }

    private BlobStore objects() {
        return objects;
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        context.close();
    }
}
