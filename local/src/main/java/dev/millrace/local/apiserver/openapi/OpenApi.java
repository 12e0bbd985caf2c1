package dev.millrace.local.apiserver.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Documents;
import dev.millrace.local.apiserver.http.Exchange;
import dev.millrace.local.apiserver.resource.Catalog;
import dev.millrace.local.apiserver.resource.Catalog.GroupVersion;
import dev.millrace.local.apiserver.resource.ResourceType;
import dev.millrace.local.apiserver.rest.Answers;
import dev.millrace.local.apiserver.rest.Router;
import dev.millrace.local.apiserver.schema.BuiltInSchemas;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.lang.ref.SoftReference;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code /openapi/v3} and what is below it. The list of documents names each with a checksum, so that clients keep them;
 * a document is made when it is asked for.
 */
public final class OpenApi {
    public static final String PATH = "/openapi/v3";

    private final Catalog catalog;
    private final BuiltInSchemas schemas;
    private final Map<GroupVersion, Made> made = new ConcurrentHashMap<>();

    /** A document, and the types that it was made of: whether it is still right is seen by these. */
    private record Made(List<ResourceType> types, String checksum, SoftReference<Document> document) {}

    private static final class Document {
        private final byte[] json;

        Document(byte[] json) {
            this.json = json;
        }
    }

    public OpenApi(Catalog catalog, BuiltInSchemas schemas) {
        this.catalog = catalog;
        this.schemas = schemas;
    }

    /** Answers a request for {@link #PATH} or below. */
    public void handle(Exchange exchange) {
        Router.requireGet(exchange);
        String path = new QueryStringDecoder(exchange.uri()).path().substring(PATH.length());
        if (path.isEmpty() || path.equals("/")) {
            Answers.object(exchange, 200, list());
            return;
        }
        GroupVersion version = version(path);
        if (version == null || catalog.resources(version).isEmpty()) {
            Answers.text(exchange, 404, "404 page not found\n");
            return;
        }
        Made document = made(version);
        Document text = document.document().get();
        byte[] json = text == null ? make(version, document.types()) : text.json;
        exchange.answer(
                200,
                Answers.JSON,
                json,
                Map.of("Etag", List.of("\"" + document.checksum() + "\""), "Vary", List.of("Accept")));
    }

    private ObjectNode list() {
        ObjectNode list = Documents.object();
        ObjectNode paths = list.putObject("paths");
        for (GroupVersion version : catalog.versions()) {
            String name = (version.group().isEmpty() ? "api/" : "apis/") + version.apiVersion();
            paths.putObject(name)
                    .put(
                            "serverRelativeURL",
                            PATH + "/" + name + "?hash=" + made(version).checksum());
        }
        return list;
    }

    private static @Nullable GroupVersion version(String path) {
        if (path.startsWith("/api/")) {
            return new GroupVersion("", path.substring("/api/".length()));
        }
        return path.startsWith("/apis/") ? GroupVersion.parse(path.substring("/apis/".length())) : null;
    }

    private Made made(GroupVersion version) {
        List<ResourceType> types = catalog.resources(version);
        Made known = made.get(version);
        if (known != null && known.types().equals(types)) {
            return known;
        }
        byte[] json = make(version, types);
        CRC32C checksum = new CRC32C();
        checksum.update(json);
        Made fresh = new Made(
                types,
                Long.toHexString(checksum.getValue()).toUpperCase(Locale.ROOT),
                new SoftReference<>(new Document(json)));
        made.put(version, fresh);
        return fresh;
    }

    private byte[] make(GroupVersion version, List<ResourceType> types) {
        ObjectNode document = Documents.object();
        document.put("openapi", "3.0.0");
        document.putObject("info").put("title", "Kubernetes").put("version", "v1.34.0");
        Components components = new Components(schemas, version);
        ObjectNode paths = document.putObject("paths");
        types.forEach(type -> Paths.add(paths, type, components.add(type)));
        document.putObject("components").set("schemas", components.schemas());
        return Documents.write(document);
    }
}
