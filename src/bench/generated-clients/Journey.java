import client.ApiClient;
import client.ApiException;
import client.api.FitsApi;
import client.api.ForecastsApi;
import client.api.LedgerApi;
import client.api.StudiesAndWhatGoesIntoThemApi;
import client.model.FitRequest;
import client.model.ForecastAnswerStored;
import client.model.ForecastLedgerEntry;
import client.model.ImportReport;
import client.model.LockRequest;
import client.model.NewStudy;
import client.model.PlanRequest;
import java.time.OffsetDateTime;

/** The journey by a client that openapi-generator made for Java: study, rows, fit, forecast, lock, and a problem. */
public final class Journey {

    private static final String CSV =
            """
            task,family,model,params,tokens,regime,examples,accuracy,n_eval
            arithmetic,ours,300M,3e8,6e9,few_shot,5,0.249,1000
            arithmetic,ours,1B,1e9,2e10,few_shot,5,0.262,1000
            arithmetic,ours,2B,2e9,4e10,few_shot,5,0.301,1000
            """;

    public static void main(String[] args) throws ApiException {
        ApiClient api = new ApiClient();
        api.updateBaseUri(args[0]);
        StudiesAndWhatGoesIntoThemApi studies = new StudiesAndWhatGoesIntoThemApi(api);
        NewStudy asked = new NewStudy()
                .name("Java")
                .task("arithmetic")
                .trivialAccuracy(0.25)
                .shots(5)
                .family("ours");
        String study = studies.postStudies(asked, null).getId();
        ImportReport report =
                studies.postStudiesObservations(study, CSV, null, null, null, null, null, null, null, null, null);
        require(report.getRows() == 3, "three rows");
        String fit = new FitsApi(api).postStudiesFits(study, null, new FitRequest()).getId();
        ForecastsApi forecasts = new ForecastsApi(api);
        ForecastAnswerStored forecast =
                forecasts.postFitsForecasts(fit, new PlanRequest().params("13B").tokens("260B"), null);
        LockRequest terms = new LockRequest()
                .deadline(OffsetDateTime.parse("2099-01-01T00:00:00Z"))
                .seen(LockRequest.SeenEnum.NOTHING_RUN)
                .assumptions("the same data");
        ForecastLedgerEntry locked = new LedgerApi(api).postForecastsLock(forecast.getId(), terms, null);
        require(locked.getStanding().getState().getValue().equals("open"), "an open lock");
        try {
            forecasts.postFitsForecasts(fit, new PlanRequest(), null);
            throw new AssertionError("a plan without a size was forecast");
        } catch (ApiException refused) {
            require(refused.getResponseBody().contains("\"code\":\"required\""), "a problem with its code");
        }
        System.out.println("Java: " + forecast.getClaim());
    }

    private static void require(boolean holds, String what) {
        if (!holds) throw new AssertionError("there was not " + what);
    }
}
