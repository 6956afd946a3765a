package org.emergencelaw.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;
import org.emergencelaw.fit.FitOptions.Method;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.ledger.FrozenPrediction;
import org.emergencelaw.ledger.Scoreboard;
import org.emergencelaw.member.Member;
import org.emergencelaw.metric.Measure;
import org.emergencelaw.rival.Rival;
import org.emergencelaw.rival.Rivals;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.Scriptable;

/** The charts say what the pages say: {@code static/display.js} formats as {@link DisplayNumbers} and {@link DisplayNames} do. */
class DisplayScriptTest {

    private static final String SCRIPT = "/org/emergencelaw/web/static/display.js";

    /** Halves at every number of decimals, what is nearly one, and the edges of the rules. */
    private static final List<Double> EDGES = List.of(
            0.0,
            1.0,
            0.5,
            0.005,
            0.0005,
            0.00049999,
            0.00050001,
            0.0015,
            1.0005,
            2.0005,
            1.2345,
            0.01,
            0.0099999,
            0.99,
            0.9900001,
            0.9941,
            0.995,
            0.985,
            0.125,
            0.445,
            9.995,
            9.996,
            99.95,
            999.5,
            999.49,
            1234.5,
            12345.678,
            999_999.0,
            1e-4,
            9.99e-5,
            2.5e-7);

    private static final List<Double> LARGE =
            List.of(1e6, 1.25e23, 1.35e23, 9.95e22, 9.96e22, 6e21, 7e9, 13e9, 1.4e12, 88_644.0, 999.9e6, 1e18);

    private final Context context = Context.enter();
    private final Scriptable scope = context.initStandardObjects();

    @BeforeEach
    void load() throws IOException {
        context.setLanguageVersion(Context.VERSION_ES6);
        try (InputStream in = DisplayScriptTest.class.getResourceAsStream(SCRIPT)) {
            String script = new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("export ", "");
            context.evaluateString(scope, script, SCRIPT, 1, null);
        }
    }

    @AfterEach
    void leave() {
        Context.exit();
    }

    @Test
    void probabilities() {
        same("percent", DisplayNumbers::percent, between(0, 1));
        same("share", DisplayNumbers::share, between(-1, 1));
    }

    @Test
    void natsAndAccuracies() {
        same("decimal3", DisplayNumbers::decimal3, between(-10, 10));
        same("signed3", DisplayNumbers::signed3, between(-10, 10));
    }

    @Test
    void otherNumbers() {
        same("significant3", DisplayNumbers::significant3, Stream.concat(between(-2, 2), powers(-9, 9)));
        LARGE.forEach(value -> {
            assertThat(call("significant3", value)).isEqualTo(DisplayNumbers.significant3(value));
            assertThat(call("flops", value)).isEqualTo(DisplayNumbers.flops(value));
            assertThat(call("count", value)).isEqualTo(DisplayNumbers.count(value));
        });
        same("flops", DisplayNumbers::flops, powers(-9, 26));
        same("count", DisplayNumbers::count, powers(0, 18));
        powers(0, 15)
                .map(Math::rint)
                .forEach(value -> assertThat(call("whole", value)).isEqualTo(DisplayNumbers.whole(value.longValue())));
        assertThat(call("plural", 1, "entry")).isEqualTo(DisplayNumbers.plural(1, "entry"));
        assertThat(call("plural", 25_600, "example")).isEqualTo(DisplayNumbers.plural(25_600, "example"));
    }

    @Test
    void names() {
        List<String> keys =
                new ArrayList<>(Rivals.all().stream().map(Rival::key).toList());
        keys.addAll(List.of(FrozenPrediction.FORECAST, Scoreboard.HALF, Scoreboard.BASE_RATE, "few_shot"));
        Stream.<Enum<?>[]>of(
                        Method.values(), Verdict.values(), EmergenceLawForm.values(), Measure.values(), Member.values())
                .flatMap(Stream::of)
                .forEach(constant -> keys.add(DisplayNames.key(constant)));
        for (String key : keys) assertThat(call("label", key)).isEqualTo(DisplayNames.label(key));
    }

    private void same(String function, DoubleFunction<String> java, Stream<Double> drawn) {
        Stream.concat(EDGES.stream(), drawn)
                .forEach(value -> assertThat(call(function, value))
                        .as(function + "(" + value + ")")
                        .isEqualTo(java.apply(value)));
    }

    private String call(String function, Object... arguments) {
        Function called = (Function) scope.get(function, scope);
        return Context.toString(called.call(context, scope, scope, arguments));
    }

    /** Draws with few and with all decimals. */
    private static Stream<Double> between(double low, double high) {
        Random random = new Random(1);
        return Stream.generate(() -> low + (high - low) * random.nextDouble())
                .limit(500)
                .flatMap(value -> Stream.of(value, Math.rint(1e4 * value) / 1e4));
    }

    private static Stream<Double> powers(int low, int high) {
        Random random = new Random(2);
        return Stream.generate(() -> Math.pow(10, low + (high - low) * random.nextDouble()))
                .limit(500)
                .flatMap(value -> Stream.of(value, Math.rint(value)))
                .filter(value -> value > 0);
    }
}
