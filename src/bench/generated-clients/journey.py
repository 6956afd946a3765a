"""The journey by a client that openapi-generator made for Python: study, rows, fit, forecast, lock, and a problem."""

import sys

import generated_client as client

CSV = """task,family,model,params,tokens,regime,examples,accuracy,n_eval
arithmetic,ours,300M,3e8,6e9,few_shot,5,0.249,1000
arithmetic,ours,1B,1e9,2e10,few_shot,5,0.262,1000
arithmetic,ours,2B,2e9,4e10,few_shot,5,0.301,1000
"""

api = client.ApiClient(client.Configuration(host=sys.argv[1]))
studies = client.StudiesAndWhatGoesIntoThemApi(api)
study = studies.post_studies(
    client.NewStudy(name="Python", task="arithmetic", trivial_accuracy=0.25, shots=5, family="ours")
)
report = studies.post_studies_observations(study.id, body=CSV, _content_type="text/csv")
assert report.rows == 3, report
fit = client.FitsApi(api).post_studies_fits(study.id, fit_request=client.FitRequest(method="mle"))
assert fit.verdict == "no_finetuning", fit.verdict
forecast = client.ForecastsApi(api).post_fits_forecasts(fit.id, client.PlanRequest(params="13B", tokens="260B"))
assert 0 <= forecast.p_reaches_level <= 1, forecast
terms = client.LockRequest(deadline="2099-01-01T00:00:00Z", seen="nothing_run", assumptions="the same data")
assert client.LedgerApi(api).post_forecasts_lock(forecast.id, terms).standing.state == "open"
try:
    client.FitsApi(api).get_fits_by_id("nothing")
    raise AssertionError("a fit that is not there was found")
except client.ApiException as refused:
    assert refused.status == 404 and '"code":"no_such_fit"' in refused.body, refused.body
print("Python:", forecast.claim)
