package dev.millrace.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads an enum by its constants' {@link JsonProperty} names, and any other text as null. Jackson's own feature for that works for a whole
 * mapper or a single property, and the mapper is the client's.
 */
final class KnownValueDeserializer extends JsonDeserializer<Enum<?>> implements ContextualDeserializer {
    private final Map<String, Enum<?>> constants;

    KnownValueDeserializer() {
        this(Map.of());
    }

    private KnownValueDeserializer(Map<String, Enum<?>> constants) {
        this.constants = constants;
    }

    @Override
    public JsonDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property)
            throws JsonMappingException {
        Class<?> type = context.getContextualType().getRawClass();
        Map<String, Enum<?>> named = new HashMap<>();
        for (Object constant : type.getEnumConstants()) {
            Enum<?> value = (Enum<?>) constant;
            try {
                JsonProperty name = type.getField(value.name()).getAnnotation(JsonProperty.class);
                named.put(name == null ? value.name() : name.value(), value);
            } catch (NoSuchFieldException e) {
                throw JsonMappingException.from(context, type + " has no constant " + value, e);
            }
        }
        return new KnownValueDeserializer(Map.copyOf(named));
    }

    @Override
    public @Nullable Enum<?> deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        return constants.get(parser.getValueAsString(""));
    }
}
