package org.emergencelaw.web.http;

import io.javalin.http.Context;
import java.util.List;

/**
 * The guided path through a study, in five steps. Which step somebody is at stands in the address alone.
 *
 * @param step 1 to 5; 0 away from the path
 * @param kept id of the forecast that was kept on the way; empty before
 */
public record GuidedPath(int step, String kept) {

    /** Query parameters, and fields of a form, that carry it on. */
    public static final String STEP = "tour";

    public static final String KEPT = "kept";

    public static final GuidedPath NONE = new GuidedPath(0, "");

    private static final int FORECAST = 3;
    private static final int COMPARE = 4;
    private static final int LOCK = 5;

    /** A place on the path. */
    public record Step(int number, String name, String sentence, String address) {}

    public GuidedPath {
        if (step < 0 || step > LOCK) throw new IllegalArgumentException("tour must be from 1 to 5, was " + step);
        if (!kept.matches("[0-9a-f-]{0,36}"))
            throw new IllegalArgumentException("kept must be the id of a forecast, was " + kept);
    }

    public static GuidedPath of(Context ctx) {
        return new GuidedPath(Queries.count(ctx, STEP).orElse(0), Queries.text(ctx, KEPT));
    }

    /** The address of a forecast that a form on the path has just kept. */
    public static String toKept(Context ctx, String forecastId) {
        String address = "/forecasts/" + forecastId;
        return FormFields.value(ctx, STEP).isEmpty() ? address : address + query(FORECAST, forecastId);
    }

    /** The address of another page, with what carries it on: before a fragment, or it would be part of that. */
    public String on(String address) {
        if (step == 0) return address;
        int end = address.indexOf('#');
        return end < 0
                ? address + query(step, kept)
                : address.substring(0, end) + query(step, kept) + address.substring(end);
    }

    private static String query(int step, String kept) {
        return "?" + STEP + "=" + step + (kept.isEmpty() ? "" : "&" + KEPT + "=" + kept);
    }

    /** All five, for a study. */
    public List<Step> steps(String studyId) {
        String study = "/studies/" + studyId;
        String forecast = kept.isEmpty() ? study + "/forecasts" : "/forecasts/" + kept;
        return List.of(
                new Step(
                        1,
                        "Verdict",
                        "Begin with how far to trust the answer: the verdict is never better than the worst of the checks"
                                + " below it, and each of them opens.",
                        study + query(1, kept) + "#answer"),
                new Step(
                        2,
                        "Cockpit",
                        "Drag the planned run, or type its size: probability, accuracy and cost follow, and the address"
                                + " holds all of it. Then press Keep this forecast.",
                        study + query(2, kept) + "#cockpit"),
                new Step(
                        FORECAST,
                        "Forecast",
                        "A forecast that was kept has an address of its own, says what each of its voices says, and never"
                                + " changes.",
                        forecast + query(FORECAST, kept)),
                new Step(
                        COMPARE,
                        "Compare",
                        "Larger models were held out of every fit: here is what was predicted of them, and what they scored.",
                        study + "/compare" + query(COMPARE, kept)),
                new Step(
                        LOCK,
                        "Lock",
                        "Lock a forecast before its run: it is frozen with its rule and its rivals, and scored when results"
                                + " come.",
                        forecast + query(LOCK, kept) + (kept.isEmpty() ? "" : "#lock")));
    }
}
