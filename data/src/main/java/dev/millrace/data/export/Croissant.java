package dev.millrace.data.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.ColumnType;
import dev.millrace.contract.Digest;
import dev.millrace.contract.Split;
import dev.millrace.contract.dataset.DatasetManifest;
import dev.millrace.contract.dataset.DatasetView;
import dev.millrace.contract.dataset.DatasetView.ColumnView;
import dev.millrace.contract.dataset.Profile;
import dev.millrace.contract.dataset.Profile.ColumnProfile;
import dev.millrace.contract.dataset.Profile.Moments;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A data version as Croissant 1.1 tells it: files with their SHA-256, columns with their types, splits. Figures of the columns are
 * schema.org's {@code variableMeasured}.
 *
 * @see <a href="https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html">Croissant Format Specification</a>
 */
record Croissant(DatasetManifest manifest, DatasetView view, Profile profile, Publication publication) {
    private static final String PARQUET = "application/x-parquet";
    private static final String FILES = "files";
    private static final String ROWS = "rows";
    private static final String SPLITS = "splits";
    private static final String NONE = "none";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.]+");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** A file of rows, by its path below the export's folder. */
    record DataFile(String path, String split, long rows, long sizeBytes, Digest sha256) {}

    /** The folder of a split's rows. */
    static String folder(int code) {
        for (Split split : Split.values()) {
            if (split.code() == code) {
                return split.name().toLowerCase(Locale.ROOT);
            }
        }
        return NONE;
    }

    /** What the folders of splits begin with: {@code split}, if no column has that name. */
    String splitKey() {
        String key = "split";
        while (isColumn(key)) {
            key = "millrace_" + key;
        }
        return key;
    }

    private boolean isColumn(String name) {
        return manifest.columns().stream().anyMatch(column -> column.name().equalsIgnoreCase(name));
    }

    /** The document. */
    ObjectNode document(List<DataFile> files) {
        ObjectNode document = JSON.objectNode();
        document.set("@context", context());
        document.put("@type", "sc:Dataset");
        document.put("conformsTo", "http://mlcommons.org/croissant/1.1");
        document.put("name", publication.name());
        document.put(
                "description",
                publication.description() != null
                        ? publication.description()
                        : manifest.rows() + " rows of " + manifest.columns().size() + " columns.");
        put(document, "license", publication.license());
        put(document, "url", publication.url());
        put(document, "datePublished", publication.published());
        if (publication.creator() != null) {
            document.putObject("creator").put("@type", "sc:Organization").put("name", publication.creator());
        }
        document.put("identifier", manifest.digest().value());
        document.put("isLiveDataset", false);
        document.set("distribution", distribution(files));
        document.putArray("recordSet").add(splits(files)).add(rows());
        document.set("variableMeasured", figures());
        return document;
    }

    private static void put(ObjectNode object, String field, @Nullable String value) {
        if (value != null) {
            object.put(field, value);
        }
    }

    /** The standard's own context, of the terms that it says to give. */
    private static ObjectNode context() {
        ObjectNode context = JSON.objectNode();
        context.put("@language", "en").put("@vocab", "https://schema.org/");
        context.put("cr", "http://mlcommons.org/croissant/")
                .put("dct", "http://purl.org/dc/terms/")
                .put("rai", "http://mlcommons.org/croissant/RAI/")
                .put("sc", "https://schema.org/")
                .put("conformsTo", "dct:conformsTo");
        for (String term : List.of(
                "arrayShape",
                "citeAs",
                "column",
                "containedIn",
                "equivalentProperty",
                "extract",
                "field",
                "fileObject",
                "fileProperty",
                "fileSet",
                "format",
                "includes",
                "isArray",
                "isLiveDataset",
                "jsonPath",
                "key",
                "md5",
                "parentField",
                "path",
                "recordSet",
                "references",
                "regex",
                "repeated",
                "replace",
                "samplingRate",
                "separator",
                "source",
                "subField",
                "transform")) {
            context.put(term, "cr:" + term);
        }
        for (String json : List.of("data", "examples")) {
            context.putObject(json).put("@id", "cr:" + json).put("@type", "@json");
        }
        context.putObject("dataType").put("@id", "cr:dataType").put("@type", "@vocab");
        for (String text : List.of("name", "description")) {
            context.putObject(text).put("@container", "@language");
        }
        return context;
    }

    private ArrayNode distribution(List<DataFile> files) {
        ArrayNode distribution = JSON.arrayNode();
        for (DataFile file : files) {
            distribution
                    .addObject()
                    .put("@type", "cr:FileObject")
                    .put("@id", file.path())
                    .put("name", file.path())
                    .put("description", file.rows() + " rows of the split " + file.split() + ".")
                    .put("contentUrl", file.path())
                    .put("contentSize", file.sizeBytes() + " B")
                    .put("encodingFormat", PARQUET)
                    .put("sha256", file.sha256().hex());
        }
        distribution
                .addObject()
                .put("@type", "cr:FileSet")
                .put("@id", FILES)
                .put("name", FILES)
                .put("description", "All files with rows.")
                .put("encodingFormat", PARQUET)
                .put("includes", "data/*/*.parquet");
        return distribution;
    }

    private ObjectNode splits(List<DataFile> files) {
        ObjectNode splits = recordSet(SPLITS, "The parts that the rows are split into.");
        splits.putArray("key").add(reference(SPLITS + "/name"));
        splits.put("dataType", "cr:Split");
        ArrayNode fields = splits.putArray("field");
        fields.add(field(SPLITS + "/name", "sc:Text"));
        fields.add(field(SPLITS + "/url", "sc:URL"));
        ArrayNode data = splits.putArray("data");
        files.stream().map(DataFile::split).distinct().forEach(split -> {
            ObjectNode row = data.addObject().put(SPLITS + "/name", split);
            switch (split) {
                case "train" -> row.put(SPLITS + "/url", "cr:TrainingSplit");
                case "validation" -> row.put(SPLITS + "/url", "cr:ValidationSplit");
                case "test" -> row.put(SPLITS + "/url", "cr:TestSplit");
                default -> row.putNull(SPLITS + "/url");
            }
        });
        return splits;
    }

    private ObjectNode rows() {
        ObjectNode rows = recordSet(ROWS, "The rows, in their order within each split.");
        ArrayNode fields = JSON.arrayNode();
        ObjectNode split = field(ROWS + "/" + splitKey(), "sc:Text");
        split.set("references", JSON.objectNode().set("field", reference(SPLITS + "/name")));
        ObjectNode source = split.putObject("source");
        source.set("fileSet", reference(FILES));
        source.putObject("extract").put("fileProperty", "fullpath");
        source.putObject("transform").put("regex", ".*" + splitKey() + "=([a-z]+)/.*");
        fields.add(split);
        ArrayNode keys = JSON.arrayNode();
        for (int i = 0; i < manifest.columns().size(); i++) {
            String name = manifest.columns().get(i).name();
            ColumnView role = view.columns().get(i);
            ObjectNode field =
                    field(ROWS + "/" + name, dataType(manifest.columns().get(i).type()));
            field.put("description", description(manifest.columns().get(i).type(), role));
            ObjectNode extracted = field.putObject("source");
            extracted.set("fileSet", reference(FILES));
            extracted.putObject("extract").put("column", name);
            fields.add(field);
            if (role.role() == ColumnRole.KEY) {
                keys.add(reference(id(i)));
            }
        }
        if (!keys.isEmpty()) {
            rows.set("key", keys);
        }
        rows.set("field", fields);
        return rows;
    }

    /** A column's identifier: readers take no white space there, so that what is no plain name has its place instead. */
    private String id(int column) {
        String name = manifest.columns().get(column).name();
        return ROWS + "/" + (PLAIN.matcher(name).matches() ? name : "column-" + (column + 1));
    }

    private static String description(ColumnType type, ColumnView column) {
        return "A " + type.name().toLowerCase(Locale.ROOT)
                + (type == ColumnType.TIMESTAMP ? " in UTC" : "") + ", "
                + switch (column.role()) {
                    case FEATURE -> "a feature";
                    case LABEL -> "the label";
                    case KEY -> "of the key";
                    case TIME -> "the time of the row";
                    case IGNORE -> "not used";
                }
                + (column.nullable() ? "." : "; never missing.");
    }

    private static String dataType(ColumnType type) {
        return switch (type) {
            case NUMBER -> "cr:Float64";
            case INTEGER -> "cr:Int64";
            case BOOLEAN -> "sc:Boolean";
            case TIMESTAMP -> "sc:DateTime";
            case CATEGORY, TEXT -> "sc:Text";
        };
    }

    private static ObjectNode recordSet(String id, String description) {
        return JSON.objectNode()
                .put("@type", "cr:RecordSet")
                .put("@id", id)
                .put("name", id)
                .put("description", description);
    }

    private static ObjectNode field(String id, String dataType) {
        return JSON.objectNode()
                .put("@type", "cr:Field")
                .put("@id", id)
                .put("name", id.substring(id.indexOf('/') + 1))
                .put("dataType", dataType);
    }

    private static ObjectNode reference(String id) {
        return JSON.objectNode().put("@id", id);
    }

    /** Counts and moments over all rows, and no value of a row but the smallest and largest number. */
    private ArrayNode figures() {
        ArrayNode figures = JSON.arrayNode();
        for (ColumnProfile column : profile.columns()) {
            ObjectNode figure =
                    figures.addObject().put("@type", "sc:PropertyValue").put("name", column.name());
            Moments moments = column.all().moments();
            ArrayNode further = JSON.arrayNode();
            property(further, "nulls").put("value", column.all().nulls());
            property(further, "distinct").put("value", column.all().distinct());
            if (moments != null) {
                if (column.type() == ColumnType.TIMESTAMP) {
                    figure.put("minValue", timestamp(moments.min())).put("maxValue", timestamp(moments.max()));
                } else {
                    figure.put("minValue", moments.min()).put("maxValue", moments.max());
                    property(further, "mean").put("value", moments.mean());
                    property(further, "stddev").put("value", moments.stddev());
                }
            }
            figure.set("additionalProperty", further);
        }
        return figures;
    }

    private static ObjectNode property(ArrayNode properties, String name) {
        return properties.addObject().put("@type", "sc:PropertyValue").put("name", name);
    }

    private static String timestamp(double micros) {
        return Instant.EPOCH.plus((long) micros, ChronoUnit.MICROS).toString();
    }
}
