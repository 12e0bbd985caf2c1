package dev.millrace.trainer.stored;

import dev.millrace.contract.Digest;
import dev.millrace.data.reading.DatasetReader;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which data version of the store a command reads. */
public final class VersionOptions {
    @Option(
            names = "--dataset",
            required = true,
            paramLabel = "DIGEST",
            converter = DigestOption.class,
            description = "The version's status.digest, sha256:...")
    @SuppressWarnings("NullAway.Init")
    private Digest dataset;

    @Option(
            names = "--view",
            required = true,
            paramLabel = "DIGEST",
            converter = DigestOption.class,
            description = "Its status.view: roles, splits and statistics.")
    @SuppressWarnings("NullAway.Init")
    private Digest view;

    /** The version as one spec sees it. */
    public DatasetReader.Id id() {
        return new DatasetReader.Id(dataset, view);
    }

    /** A digest on the command line. */
    static final class DigestOption implements ITypeConverter<Digest> {
        @Override
        public Digest convert(String text) {
            try {
                return new Digest(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
