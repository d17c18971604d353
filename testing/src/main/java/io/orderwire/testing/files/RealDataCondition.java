package io.orderwire.testing.files;

import static org.junit.platform.commons.support.AnnotationSupport.findAnnotation;

import io.orderwire.testing.prerequisite.Prerequisite;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Enables tests if the files that they need exist. */
final class RealDataCondition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<String> missing = context.getElement()
                .flatMap(element -> findAnnotation(element, NeedsRealData.class))
                .flatMap(needs -> RealData.whyMissing(needs.value()));
        return missing.map(reason -> ConditionEvaluationResult.disabled(
                        Prerequisite.REAL_DATA.missing(reason).getMessage()))
                .orElseGet(() -> ConditionEvaluationResult.enabled("the real data is there"));
    }
}
