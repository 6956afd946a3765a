package org.emergencelaw.fit.leastsquares;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.emergencelaw.fit.SimulatedStudy;
import org.emergencelaw.law.EmergenceLawForm;

/**
 * Prints the lowest sums of squares that random starts find on simulated studies, as in
 * {@code src/test/resources/least-squares-optima.csv}; takes some minutes. Arguments: number of studies, random starts.
 */
final class LeastSquaresOptima {

    /** Starts that one search takes. */
    private static final int BATCH = 8;

    /** Those of the columns. */
    static final List<EmergenceLawForm> FORMS = List.of(EmergenceLawForm.LOG_POWER, EmergenceLawForm.POWER);

    private LeastSquaresOptima() {}

    public static void main(String[] arguments) {
        int studies = Integer.parseInt(arguments[0]), starts = Integer.parseInt(arguments[1]);
        System.out.println("seed,log_power,log_power_no_shift,power,power_no_shift");
        IntStream.rangeClosed(1, studies)
                .parallel()
                .mapToObj(seed -> line(seed, starts))
                .toList()
                .forEach(System.out::println);
    }

    private static String line(int seed, int starts) {
        FitDesign data = new FitDesign(5, SimulatedStudy.of(seed).observations());
        StringBuilder line = new StringBuilder().append(seed);
        for (EmergenceLawForm form : FORMS)
            for (boolean shift : new boolean[] {true, false})
                line.append(String.format(Locale.ROOT, ",%.15e", least(data, form, shift, starts, seed)));
        return line.toString();
    }

    private static double least(FitDesign data, EmergenceLawForm form, boolean shift, int starts, int seed) {
        double[] ones = new double[data.size()];
        Arrays.fill(ones, 1);
        LeastSquares search = new LeastSquares(data, form, shift, ones);
        SplittableRandom random = new SplittableRandom(seed);
        double least = LeastSquares.fit(data, form, shift).sumOfSquares();
        for (int i = 0; i < starts; i += BATCH) {
            List<double[]> batch = new ArrayList<>();
            for (int k = 0; k < BATCH; k++) batch.add(start(search, data, form, random, k));
            least = Math.min(
                    least,
                    search.polish(search.search(batch, LeastSquares.WALKS)).sumOfSquares());
        }
        return least;
    }

    /** Anywhere within the bounds; every second elbow within the losses, every third shape near the usual ones. */
    private static double[] start(
            LeastSquares search, FitDesign data, EmergenceLawForm form, SplittableRandom random, int k) {
        double[] start = new double[3];
        for (int j = 0; j < 3; j++) start[j] = random.nextDouble(search.lower[j], search.upper[j]);
        if (k % 2 == 0) start[0] = random.nextDouble(data.minLoss(), data.maxLoss());
        if (k % 3 == 0)
            start[2] = form == EmergenceLawForm.POWER
                    ? random.nextDouble(-4, 4)
                    : Math.exp(random.nextDouble(Math.log(form.minShape), Math.log(form.maxShape)));
        return start;
    }
}
