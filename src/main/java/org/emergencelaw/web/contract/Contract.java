package org.emergencelaw.web.contract;

import com.fasterxml.jackson.databind.JavaType;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.emergencelaw.format.Json;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.format.RowError;
import org.emergencelaw.web.http.Refused;

/**
 * What an address takes and gives.
 *
 * @param query parameters of its query string; any other is refused
 * @param bodies what a request may bring, each another type of content; empty where it brings nothing
 * @param bodyNeeded whether it must bring one
 * @param answers of a request that is taken
 */
public record Contract(List<Parameter> query, List<Body> bodies, boolean bodyNeeded, List<Answer> answers) {

    public static final String JSON = "application/json";
    public static final String CSV = "text/csv";
    public static final String FORM = "application/x-www-form-urlencoded";
    public static final String MULTIPART = "multipart/form-data";

    private static final int UNKNOWN = 422;

    /** @param type of the record, where it is one */
    public record Body(String mediaType, Optional<JavaType> type, String example) {}

    /** @param type of the record, where it is one */
    public record Answer(int status, String mediaType, Optional<JavaType> type) {}

    /** An address that takes nothing, and answers with text of a type. */
    public static Contract gives(String mediaType) {
        return new Contract(List.of(), List.of(), false, List.of(new Answer(200, mediaType, Optional.empty())));
    }

    /** An address that takes nothing, and answers with a record, which may have others in it. */
    public static Contract gives(Class<?> type, Class<?>... parts) {
        return makes(200, type, parts);
    }

    /** An address that takes nothing, and makes something. */
    public static Contract makes(int status, Class<?> type, Class<?>... parts) {
        return new Contract(List.of(), List.of(), false, List.of()).answering(status, type, parts);
    }

    /** An address that answers without a body. */
    public static Contract nothing() {
        return new Contract(List.of(), List.of(), false, List.of(new Answer(204, "", Optional.empty())));
    }

    /** An address that leads to a page. */
    public static Contract leads() {
        return new Contract(List.of(), List.of(), false, List.of(new Answer(303, "text/plain", Optional.empty())));
    }

    /** An address that takes a form, and leads to a page. */
    public static Contract form() {
        return leads().or(FORM, "").or(MULTIPART, "");
    }

    /** The same with a further answer, before the others. */
    public Contract answering(int status, Class<?> type, Class<?>... parts) {
        List<Answer> all = new ArrayList<>();
        all.add(new Answer(status, JSON, Optional.of(type(type, parts))));
        all.addAll(answers);
        return new Contract(query, bodies, bodyNeeded, all);
    }

    /** The same with a further answer in another form. */
    public Contract alsoAs(String mediaType) {
        List<Answer> all = new ArrayList<>(answers);
        all.add(new Answer(200, mediaType, Optional.empty()));
        return new Contract(query, bodies, bodyNeeded, all);
    }

    public Contract asking(Parameter... parameters) {
        List<Parameter> all = new ArrayList<>(query);
        all.addAll(List.of(parameters));
        return new Contract(all, bodies, bodyNeeded, answers);
    }

    /** The same with a body that a request must bring. */
    public Contract taking(Class<?> type, String example) {
        return with(new Body(JSON, Optional.of(type(type)), example), true);
    }

    /** The same with a body that a request may bring. */
    public Contract maybeTaking(Class<?> type, String example) {
        return with(new Body(JSON, Optional.of(type(type)), example), false);
    }

    /** The same with a body in another form. */
    public Contract or(String mediaType, String example) {
        return with(new Body(mediaType, Optional.empty(), example), true);
    }

    private Contract with(Body body, boolean needed) {
        List<Body> all = new ArrayList<>(bodies);
        all.add(body);
        return new Contract(query, all, needed, answers);
    }

    private static JavaType type(Class<?> type, Class<?>... parts) {
        return parts.length == 0
                ? Json.mapper().constructType(type)
                : Json.mapper().getTypeFactory().constructParametricType(type, parts);
    }

    /** @throws Refused if the query string asks for something that the address does not know */
    void requireKnown(Context ctx) {
        Set<String> known = new TreeSet<>(query.stream().map(Parameter::name).toList());
        for (String given : ctx.queryParamMap().keySet())
            if (!known.contains(given))
                throw new Refused(
                        ProblemCode.UNKNOWN_PARAMETER,
                        UNKNOWN,
                        given,
                        "there is no query parameter " + RowError.shown(given) + " here; "
                                + (known.isEmpty()
                                        ? "this address takes none"
                                        : "there are " + String.join(", ", known)));
    }
}
