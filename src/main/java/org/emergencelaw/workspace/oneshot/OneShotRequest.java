package org.emergencelaw.workspace.oneshot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.emergencelaw.format.BrokenRuleException;
import org.emergencelaw.format.Json;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.ingest.table.ObservationJson;
import org.emergencelaw.observation.ParamCount;
import org.emergencelaw.workspace.FitRequest;
import org.emergencelaw.workspace.NewStudy;
import org.emergencelaw.workspace.PlanRequest;

/**
 * A question that brings all that its answer needs.
 *
 * @param task its name; a task of the catalogue brings its metric, trivial accuracy and shots
 * @param family that of the rows where it is not given
 * @param rows observations as objects whose keys are columns; or
 * @param csv the same as a table
 * @param fit options of the fit; left out, the default
 * @param plan the planned run
 */
public record OneShotRequest(
        String task,
        Optional<String> metric,
        OptionalDouble trivialAccuracy,
        OptionalInt shots,
        Optional<String> family,
        OptionalDouble flopsPerParamToken,
        Optional<ParamCount> paramCount,
        Optional<String> lossLaw,
        Optional<List<Map<String, JsonNode>>> rows,
        Optional<String> csv,
        Optional<FitRequest> fit,
        PlanRequest plan) {

    private static final String UNNAMED = "rows";

    public OneShotRequest {
        if (rows.isPresent() && csv.isPresent())
            throw new BrokenRuleException(ProblemCode.NOT_TOGETHER, "csv", "rows and csv must not both be given");
        if (rows.isEmpty() && csv.isEmpty()) throw new IllegalArgumentException("rows is missing, and so is csv");
    }

    /**
     * Of a table and what an address says of it, by the names of the components of a study, a fit and a plan.
     *
     * @throws JsonProcessingException if something stated cannot be that
     */
    public static OneShotRequest of(
            String csv, Map<String, String> stated, Collection<String> ofFit, Collection<String> ofPlan)
            throws JsonProcessingException {
        ObjectNode request = Json.mapper().createObjectNode().put("csv", csv);
        ObjectNode fit = request.putObject("fit"), plan = request.putObject("plan");
        stated.forEach((name, text) ->
                (ofFit.contains(name) ? fit : ofPlan.contains(name) ? plan : request).set(name, NewStudy.value(text)));
        return Json.mapper().treeToValue(request, OneShotRequest.class);
    }

    /** Reads the rows by some rules. */
    ImportResult read(ImportRules rules) {
        return csv.isPresent()
                ? ObservationCsv.read(csv.get(), rules)
                : ObservationJson.read(Json.write(rows.orElseThrow()), rules);
    }

    /** The study that it would be. */
    NewStudy study(String ofFamily) {
        return new NewStudy(
                Optional.of(UNNAMED),
                UNNAMED,
                task,
                metric,
                trivialAccuracy,
                shots,
                Optional.of(ofFamily),
                flopsPerParamToken,
                paramCount,
                lossLaw);
    }

    /** The same question of another plan. */
    OneShotRequest with(PlanRequest other) {
        return new OneShotRequest(
                task,
                metric,
                trivialAccuracy,
                shots,
                family,
                flopsPerParamToken,
                paramCount,
                lossLaw,
                rows,
                csv,
                fit,
                other);
    }
}
