package dev.millrace.local.apiserver.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.CodedOutputStream;
import dev.millrace.local.apiserver.document.Documents;
import dev.millrace.local.apiserver.http.Exchange;
import dev.millrace.local.apiserver.rest.Answers;
import dev.millrace.local.apiserver.rest.Router;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Answers {@code /openapi/v2} with a document that describes nothing. kubectl and Helm read it when version 3 does not know a kind, and
 * only where they get one do they say what is wrong: that there is no such kind.
 */
public final class OlderOpenApi {
    public static final String PATH = "/openapi/v2";

    private static final String PROTOBUF = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";
    /** The same, as clients ask for it. */
    private static final String ASKED_PROTOBUF = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";

    private static final String SWAGGER = "2.0";
    private static final String TITLE = "Kubernetes";
    private static final String VERSION = "v1.34.0";

    private OlderOpenApi() {}

    /** Answers a request for {@link #PATH}. */
    public static void handle(Exchange exchange) {
        Router.requireGet(exchange);
        String accept = exchange.headers().get(HttpHeaderNames.ACCEPT, "");
        if (accept.contains(ASKED_PROTOBUF) || accept.contains(PROTOBUF)) {
            exchange.answer(200, PROTOBUF, protobuf());
        } else {
            Answers.object(exchange, 200, json());
        }
    }

    private static ObjectNode json() {
        ObjectNode document = Documents.object();
        document.put("swagger", SWAGGER);
        document.putObject("info").put("title", TITLE).put("version", VERSION);
        document.putObject("paths");
        return document;
    }

    /** {@code openapi.v2.Document}: field 1 is {@code swagger}, 2 is {@code info} with 1, {@code title}, and 2, {@code version}. */
    private static byte[] protobuf() {
        return message(document -> {
            document.writeString(1, SWAGGER);
            document.writeByteArray(2, message(info -> {
                info.writeString(1, TITLE);
                info.writeString(2, VERSION);
            }));
        });
    }

    /** Writes the fields of a message. */
    private interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }

    private static byte[] message(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            fields.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
