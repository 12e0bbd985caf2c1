package dev.millrace.local.apiserver.cel;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.millrace.local.apiserver.schema.Schema;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The types that rules see: what a schema does not know, a rule cannot name. */
final class RuleTypes {
    private final Map<String, CelType> structs = new HashMap<>();

    /** The types that were made. */
    private record Known(ImmutableMap<String, CelType> structs) implements CelTypeProvider {
        @Override
        public ImmutableCollection<CelType> types() {
            return structs.values();
        }

        @Override
        public Optional<CelType> findType(String name) {
            return Optional.ofNullable(structs.get(name));
        }
    }

    /** Knows the types that were made until now. */
    CelTypeProvider provider() {
        return new Known(ImmutableMap.copyOf(structs));
    }

    /** The type of values of a schema. */
    CelType type(Schema schema) {
        if (schema.intOrString()) {
            return SimpleType.DYN;
        }
        return switch (schema.type()) {
            case "object" -> object(schema);
            case "array" -> ListType.create(type(schema.items()));
            case "string" ->
                switch (schema.format()) {
                    case "date-time", "date" -> SimpleType.TIMESTAMP;
                    case "duration" -> SimpleType.DURATION;
                    case "byte" -> SimpleType.BYTES;
                    default -> SimpleType.STRING;
                };
            case "integer" -> SimpleType.INT;
            case "number" -> SimpleType.DOUBLE;
            case "boolean" -> SimpleType.BOOL;
            default -> SimpleType.DYN;
        };
    }

    private CelType object(Schema schema) {
        Schema values = schema.additional();
        if (values != null) {
            return MapType.create(SimpleType.STRING, type(values));
        }
        if (schema.preservesUnknown() && schema.properties().isEmpty()) {
            return SimpleType.DYN;
        }
        ImmutableMap.Builder<String, CelType> named = ImmutableMap.builder();
        schema.properties().forEach((name, field) -> named.put(FieldNames.escaped(name), type(field)));
        ImmutableMap<String, CelType> fields = named.buildOrThrow();
        String name = "object" + structs.size();
        CelType struct = StructType.create(name, fields.keySet(), field -> Optional.ofNullable(fields.get(field)));
        structs.put(name, struct);
        return struct;
    }
}
