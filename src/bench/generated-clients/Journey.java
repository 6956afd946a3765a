import client.ApiClient;
import client.ApiException;
import client.api.FitsApi;
import client.api.ForecastsApi;
import client.api.LedgerApi;
import client.api.StudiesAndWhatGoesIntoThemApi;
import client.model.FitAnswer;
import client.model.FitRequest;
import client.model.ForecastAnswerStored;
import client.model.LockRequest;
import client.model.NewStudy;
import client.model.PlanRequest;
import java.time.OffsetDateTime;

/** The journey by a client that openapi-generator made for Java: study, rows, fit, forecast, lock, and a problem. */
public final class Journey {

    public static void main(String[] args) throws ApiException {
        ApiClient api = new ApiClient();
        api.updateBaseUri(args[0]);
        StudiesAndWhatGoesIntoThemApi studies = new StudiesAndWhatGoesIntoThemApi(api);
        String study = studies.postStudies(
                        new NewStudy()
                                .name("Java")
                                .task("arithmetic")
                                .trivialAccuracy(java.math.BigDecimal.valueOf(0.25))
                                .shots(5)
                                .family("ours"),
                        null)
                .getId();
        FitAnswer fit = new FitsApi(api).postStudiesFits(study, null, new FitRequest());
        require(fit.getVerdict() != null, "a verdict");
        try {
            new ForecastsApi(api).postFitsForecasts(fit.getId(), new PlanRequest(), null);
            throw new AssertionError("a plan without a size was forecast");
        } catch (ApiException refused) {
            require(refused.getCode() == 422 && refused.getResponseBody().contains("\"code\":\"required\""), "a problem");
        }
        ForecastAnswerStored forecast = new ForecastsApi(api)
                .postFitsForecasts(fit.getId(), new PlanRequest().params("13B").tokens("260B"), null);
        System.out.println("Java: " + forecast.getClaim());
    }

    private static void require(boolean holds, String what) {
        if (!holds) throw new AssertionError(what);
    }
}
