package dev.millrace.local.apiserver.request;

import dev.millrace.local.apiserver.failure.Refused;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;

/** The parameters of a request; what is not there is empty. */
public record Query(Map<String, List<String>> values) {
    public static Query of(QueryStringDecoder decoder) {
        return new Query(decoder.parameters());
    }

    public String text(String name) {
        List<String> all = values.get(name);
        return all == null || all.isEmpty() ? "" : all.get(0);
    }

    /** As Kubernetes reads it: {@code 1}, {@code true}, … and a parameter without value. */
    public boolean flag(String name) {
        List<String> all = values.get(name);
        if (all == null || all.isEmpty()) {
            return false;
        }
        String value = all.get(0);
        return !value.equals("false") && !value.equals("0");
    }

    /** A number, or another where there is none. */
    public long number(String name, long otherwise) {
        String text = text(name);
        try {
            return text.isEmpty() ? otherwise : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw Refused.badRequest("strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
        }
    }
}
