package dev.millrace.store.s3;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.domain.Blob;
import org.jclouds.blobstore.domain.MultipartPart;
import org.jclouds.blobstore.domain.MultipartUpload;
import org.jclouds.blobstore.domain.PageSet;
import org.jclouds.blobstore.domain.StorageMetadata;
import org.jclouds.blobstore.domain.internal.PageSetImpl;
import org.jclouds.blobstore.domain.internal.StorageMetadataImpl;
import org.jclouds.blobstore.options.ListContainerOptions;
import org.jclouds.blobstore.options.PutOptions;
import org.jclouds.blobstore.util.ForwardingBlobStore;

/** Objects that can be made old, and are young again when they are written. Listings tell it. */
final class AgeingObjects extends ForwardingBlobStore {
    /** The time of what was made old. */
    static final Instant OLD = Instant.parse("2000-01-01T00:00:00Z");

    private final Set<String> aged = ConcurrentHashMap.newKeySet();

    AgeingObjects(BlobStore objects) {
        super(objects);
    }

    void age(String bucket, List<String> keys) {
        keys.forEach(key -> aged.add(place(bucket, key)));
    }

    private static String place(String bucket, String key) {
        return bucket + "/" + key;
    }

    @Override
    public PageSet<? extends StorageMetadata> list(String bucket, ListContainerOptions options) {
        PageSet<? extends StorageMetadata> page = delegate().list(bucket, options);
        return new PageSetImpl<>(
                page.stream()
                        .map(object -> aged.contains(place(bucket, object.getName())) ? old(object) : object)
                        .toList(),
                page.getNextMarker());
    }

    private static StorageMetadata old(StorageMetadata object) {
        return new StorageMetadataImpl(
                object.getType(),
                object.getProviderId(),
                object.getName(),
                object.getLocation(),
                object.getUri(),
                object.getETag(),
                Date.from(OLD),
                Date.from(OLD),
                object.getUserMetadata(),
                object.getSize(),
                object.getTier());
    }

    @Override
    public String putBlob(String bucket, Blob blob) {
        aged.remove(place(bucket, blob.getMetadata().getName()));
        return delegate().putBlob(bucket, blob);
    }

    @Override
    public String putBlob(String bucket, Blob blob, PutOptions options) {
        aged.remove(place(bucket, blob.getMetadata().getName()));
        return delegate().putBlob(bucket, blob, options);
    }

    /** The time of such an object is that of its upload's beginning: as old as it may be. */
    @Override
    public String completeMultipartUpload(MultipartUpload upload, List<MultipartPart> parts) {
        String eTag = delegate().completeMultipartUpload(upload, parts);
        aged.add(place(upload.containerName(), upload.blobName()));
        return eTag;
    }
}
