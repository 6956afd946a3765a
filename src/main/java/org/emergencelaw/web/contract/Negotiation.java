package org.emergencelaw.web.contract;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.web.http.Refused;

/**
 * Answers a page in the form that {@code Accept} asks for: its record as JSON, its table as CSV, where the address has them with a
 * suffix. Without a wish, or with one that takes all, it is a page.
 */
final class Negotiation {

    private static final String PAGE = "text/html";
    private static final Map<String, String> SUFFIXES =
            Map.of(".json", Contract.JSON, ".csv", Contract.CSV, ".jsonl", "application/jsonl");

    private Negotiation() {}

    /** A media range of {@code Accept}, such as {@code text/*;q=0.5}. */
    private record Wish(String type, double weight) {

        /** How much a form is wanted; a range that says more of it counts more. */
        int specificity(String form) {
            if (type.equals(form)) return 3;
            if (type.endsWith("/*") && form.startsWith(type.substring(0, type.length() - 1))) return 2;
            return type.equals("*/*") ? 1 : 0;
        }
    }

    /** The same addresses, pages among them answering in the form that is asked for. */
    static List<Route> of(List<Route> routes) {
        Map<String, Route> reads = new LinkedHashMap<>();
        for (Route route : routes) if (route.verb() == HandlerType.GET) reads.put(route.path(), route);
        return routes.stream().map(route -> negotiating(route, reads)).toList();
    }

    private static Route negotiating(Route route, Map<String, Route> reads) {
        String path = route.path().equals("/") ? "/index" : route.path();
        Map<String, Handler> forms = new LinkedHashMap<>();
        forms.put(PAGE, route.handler());
        SUFFIXES.forEach((suffix, form) ->
                Optional.ofNullable(reads.get(path + suffix)).ifPresent(twin -> forms.put(form, twin.handler())));
        boolean page = route.verb() == HandlerType.GET && forms.containsKey(Contract.JSON) && !path.startsWith("/api/");
        return page ? route.with(ctx -> answer(ctx, forms)) : route;
    }

    private static void answer(Context ctx, Map<String, Handler> forms) throws Exception {
        ctx.header("Vary", "Accept");
        String form = wanted(Optional.ofNullable(ctx.header("Accept")).orElse(""), List.copyOf(forms.keySet()))
                .orElseThrow(() -> new Refused(
                        ProblemCode.NOT_ACCEPTABLE,
                        406,
                        "this address answers as " + String.join(", ", forms.keySet())));
        Optional.ofNullable(forms.get(form)).orElseThrow().handle(ctx);
    }

    /** The form that is wanted most, the first of several; absent where none is. */
    static Optional<String> wanted(String accept, List<String> forms) {
        if (accept.isBlank()) return Optional.of(forms.get(0));
        List<Wish> wishes = wishes(accept);
        Optional<String> best = Optional.empty();
        double most = 0;
        for (String form : forms) {
            double weight = weight(form, wishes);
            if (weight > most) {
                most = weight;
                best = Optional.of(form);
            }
        }
        return best;
    }

    private static double weight(String form, List<Wish> wishes) {
        int told = 0;
        double weight = 0;
        for (Wish wish : wishes) {
            int specificity = wish.specificity(form);
            if (specificity <= told) continue;
            told = specificity;
            weight = wish.weight();
        }
        return weight;
    }

    private static List<Wish> wishes(String accept) {
        List<Wish> wishes = new ArrayList<>();
        for (String range : accept.toLowerCase(Locale.ROOT).split(",")) {
            String[] parts = range.split(";");
            double weight = 1;
            for (String part : parts)
                if (part.strip().matches("q=[01](\\.[0-9]{0,3})?"))
                    weight = Double.parseDouble(part.strip().substring(2));
            wishes.add(new Wish(parts[0].strip(), weight));
        }
        return wishes;
    }
}
