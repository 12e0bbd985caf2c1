package dev.millrace.local.apiserver.cel;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.millrace.local.apiserver.schema.Rule;
import dev.millrace.local.apiserver.schema.Schema;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Compiles the rules of one schema. */
final class RuleCompiler {
    private static final Pattern OLD_SELF = Pattern.compile("\\boldSelf\\b");
    /** A rule goes through so many items at most, all of its loops together. */
    private static final int MAX_ITERATIONS = 1_000_000;

    private static final CelOptions OPTIONS = CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .enableRegexPartialMatch(true)
            .comprehensionMaxIterations(MAX_ITERATIONS)
            .build();

    private final Cel cel;

    RuleCompiler(Schema schema) {
        RuleTypes types = new RuleTypes();
        CelType self = types.type(schema);
        CelBuilder builder = CelFactory.plannerCelBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .setTypeProvider(types.provider())
                .addVar("self", self)
                .addVar("oldSelf", self)
                .addCompilerLibraries(CelExtensions.strings(), CelExtensions.sets(OPTIONS), CelExtensions.optional())
                .addRuntimeLibraries(CelExtensions.strings(), CelExtensions.sets(OPTIONS), CelExtensions.optional());
        QuantityLibrary.add(builder);
        this.cel = builder.build();
    }

    /**
     * A rule that can be asked.
     *
     * @param transition whether it is about a change
     */
    record Compiled(Rule rule, boolean transition, CelRuntime.Program program, CelRuntime.@Nullable Program message) {}

    /** A rule does not compile; the message says why, as Kubernetes does. */
    static final class RuleException extends Exception {
        private static final long serialVersionUID = 1;

        RuleException(String message) {
            super(message);
        }
    }

    Compiled compile(Rule rule) throws RuleException {
        return new Compiled(
                rule,
                OLD_SELF.matcher(rule.rule()).find(),
                program(rule.rule(), SimpleType.BOOL),
                rule.messageExpression().isEmpty() ? null : program(rule.messageExpression(), SimpleType.STRING));
    }

    private CelRuntime.Program program(String expression, CelType result) throws RuleException {
        try {
            CelAbstractSyntaxTree tree = cel.compile(expression).getAst();
            if (!tree.getResultType().equals(result) && !tree.getResultType().equals(SimpleType.DYN)) {
                throw new RuleException("compilation failed: must evaluate to " + result.name());
            }
            return cel.createProgram(tree);
        } catch (CelValidationException | CelEvaluationException e) {
            throw new RuleException("compilation failed: " + e.getMessage());
        }
    }
}
