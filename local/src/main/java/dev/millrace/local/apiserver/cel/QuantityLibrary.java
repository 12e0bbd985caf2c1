package dev.millrace.local.apiserver.cel;

import dev.cel.bundle.CelBuilder;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import dev.millrace.local.apiserver.quantity.Quantity;
import java.math.BigDecimal;
import java.util.List;

/** Kubernetes' quantity library: {@code quantity('1Gi').compareTo(quantity('500Mi'))} and the like. */
final class QuantityLibrary {
    private static final OpaqueType QUANTITY = OpaqueType.create("kubernetes.Quantity");
    private static final BigDecimal LONG_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

    private final CelBuilder builder;

    private QuantityLibrary(CelBuilder builder) {
        this.builder = builder;
    }

    static void add(CelBuilder builder) {
        QuantityLibrary library = new QuantityLibrary(builder);
        library.conversions();
        library.comparisons();
        library.sums();
    }

    private void conversions() {
        global("quantity", "string_to_quantity", QUANTITY, String.class, SimpleType.STRING, QuantityLibrary::parse);
        global(
                "isQuantity",
                "is_quantity_string",
                SimpleType.BOOL,
                String.class,
                SimpleType.STRING,
                text -> Quantity.parse(text) != null);
        unary("isInteger", "quantity_is_integer", SimpleType.BOOL, QuantityLibrary::isInteger);
        unary("asInteger", "quantity_get_int", SimpleType.INT, quantity -> {
            if (!isInteger(quantity)) {
                throw new IllegalArgumentException("cannot convert value to integer");
            }
            return quantity.amount().longValueExact();
        });
        unary("asApproximateFloat", "quantity_get_float", SimpleType.DOUBLE, quantity -> quantity.amount()
                .doubleValue());
        unary("sign", "quantity_sign", SimpleType.INT, quantity ->
                (long) quantity.amount().signum());
    }

    private void comparisons() {
        binary("compareTo", "quantity_compare_to", SimpleType.INT, (one, other) -> (long) one.compareTo(other));
        binary("isGreaterThan", "quantity_is_greater_than", SimpleType.BOOL, (one, other) -> one.compareTo(other) > 0);
        binary("isLessThan", "quantity_is_less_than", SimpleType.BOOL, (one, other) -> one.compareTo(other) < 0);
    }

    private void sums() {
        sum(
                "add",
                (one, other) -> new Quantity(one.amount().add(other.amount()), one.form()),
                (one, other) -> new Quantity(one.amount().add(BigDecimal.valueOf(other)), one.form()));
        sum(
                "sub",
                (one, other) -> new Quantity(one.amount().subtract(other.amount()), one.form()),
                (one, other) -> new Quantity(one.amount().subtract(BigDecimal.valueOf(other)), one.form()));
    }

    private static Quantity parse(String text) {
        Quantity quantity = Quantity.parse(text);
        if (quantity == null) {
            throw new IllegalArgumentException(
                    "quantities must match the regular expression" + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
        }
        return quantity;
    }

    private static boolean isInteger(Quantity quantity) {
        return quantity.amount().stripTrailingZeros().scale() <= 0
                && quantity.amount().abs().compareTo(LONG_MAX) <= 0;
    }

    private <T> void global(
            String name,
            String id,
            CelType result,
            Class<T> argument,
            CelType type,
            CelFunctionOverload.Unary<T> body) {
        builder.addFunctionDeclarations(
                CelFunctionDecl.newFunctionDeclaration(name, CelOverloadDecl.newGlobalOverload(id, result, type)));
        builder.addFunctionBindings(
                CelFunctionBinding.fromOverloads(name, CelFunctionBinding.from(id, argument, body)));
    }

    private void unary(String name, String id, CelType result, CelFunctionOverload.Unary<Quantity> body) {
        builder.addFunctionDeclarations(
                CelFunctionDecl.newFunctionDeclaration(name, CelOverloadDecl.newMemberOverload(id, result, QUANTITY)));
        builder.addFunctionBindings(
                CelFunctionBinding.fromOverloads(name, CelFunctionBinding.from(id, Quantity.class, body)));
    }

    private void binary(String name, String id, CelType result, CelFunctionOverload.Binary<Quantity, Quantity> body) {
        builder.addFunctionDeclarations(CelFunctionDecl.newFunctionDeclaration(
                name, CelOverloadDecl.newMemberOverload(id, result, QUANTITY, QUANTITY)));
        builder.addFunctionBindings(CelFunctionBinding.fromOverloads(
                name, CelFunctionBinding.from(id, Quantity.class, Quantity.class, body)));
    }

    private void sum(
            String name,
            CelFunctionOverload.Binary<Quantity, Quantity> quantities,
            CelFunctionOverload.Binary<Quantity, Long> numbers) {
        String withQuantity = "quantity_" + name;
        String withInt = "quantity_" + name + "_int";
        builder.addFunctionDeclarations(CelFunctionDecl.newFunctionDeclaration(
                name,
                CelOverloadDecl.newMemberOverload(withQuantity, QUANTITY, QUANTITY, QUANTITY),
                CelOverloadDecl.newMemberOverload(withInt, QUANTITY, QUANTITY, SimpleType.INT)));
        builder.addFunctionBindings(CelFunctionBinding.fromOverloads(
                name,
                List.of(
                        CelFunctionBinding.from(withQuantity, Quantity.class, Quantity.class, quantities),
                        CelFunctionBinding.from(withInt, Quantity.class, Long.class, numbers))));
    }
}
