package org.emergencelaw.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.emergencelaw.config.PublishedLossLaws;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.fit.StoredFit;
import org.emergencelaw.forecast.ForecastAnnotation;
import org.emergencelaw.forecast.StoredForecast;
import org.emergencelaw.format.Json;
import org.emergencelaw.ingest.ImportFiles;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Task;
import org.emergencelaw.workspace.FitRequest;
import org.emergencelaw.workspace.NewStudy;
import org.emergencelaw.workspace.ObservationImport;
import org.emergencelaw.workspace.PlanRequest;
import org.emergencelaw.workspace.Workspace;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Fits with their draws, and the forecasts made of them. */
class FitStoreTest extends WithDatabase {

    private static final String ROWS = "data/synthetic/observations.csv";

    private StoredFit fit;
    private StoredForecast forecast;

    @BeforeEach
    void aFitAndAForecastOfRealRows() throws Exception {
        Workspace workspace = new Workspace(
                database, TaskCatalogue.empty(), new PublishedLossLaws(List.of()), Clock.fixed(NOW, ZoneOffset.UTC));
        Study study = workspace
                .studies()
                .create(NewStudy.of("s", "n", new Task("synthetic_four_choice", "accuracy", 0.25, 5), "synthetic"));
        byte[] csv = java.nio.file.Files.readAllBytes(Path.of(ROWS));
        assertThat(workspace
                        .imports()
                        .submit(
                                study,
                                ObservationImport.Mode.ADD,
                                rules -> ImportFiles.of(ROWS, csv).read(rules, TaskCatalogue.empty()))
                        .accepted())
                .isTrue();
        fit = workspace.fits().make(study, Json.read("{\"seed\": 3}", FitRequest.class));
        forecast = workspace
                .forecasts()
                .make(
                        fit,
                        new PlanRequest(
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.of("1e24"),
                                        Optional.empty(),
                                        OptionalInt.empty(),
                                        Optional.empty(),
                                        OptionalDouble.empty())
                                .plan(1000));
    }

    @Test
    void aFitComesBackWithEveryDraw() {
        database.fits().add(fit);

        StoredFit kept = database.fits().find(fit.id()).orElseThrow();

        assertThat(Json.write(kept.fitted().fit()))
                .isEqualTo(Json.write(fit.fitted().fit()));
        assertThat(fit.fitted().draws()).hasSizeGreaterThan(100);
        assertThat(kept.fitted().draws()).isEqualTo(fit.fitted().draws());
        assertThat(kept.options()).isEqualTo(fit.options());
        assertThat(kept.createdAt()).isEqualTo(NOW);
        assertThat(kept.studyId()).isEqualTo("s");
        assertThat(database.fits().find("none")).isEmpty();
    }

    @Test
    void aFitOfAnEarlierVersionHasTheOptionsThatItStates() throws Exception {
        database.fits().add(fit);
        sql("update fit set options = null");
        assertThat(database.fits().find(fit.id()).orElseThrow().options()).isEqualTo(fit.options());
        assertThat(fit.options().seed()).isEqualTo(3);

        // as one that was kept before there was an option
        sql("update fit set options = '{\"seed\": 3}'");
        assertThat(database.fits().find(fit.id()).orElseThrow().options()).isEqualTo(fit.options());
    }

    @Test
    void theNewestFitIsTheOneThatWasKeptLastWhateverTheClockSaid() {
        StoredFit later = new StoredFit("0", "s", NOW.plusNanos(1), fit.options(), fit.fitted());
        database.fits().add(later);
        database.fits().add(fit);

        assertThat(database.fits().newest("s")).map(FitStore.Kept::id).contains(fit.id());
        assertThat(database.fits().newest("s")).isEqualTo(database.fits().kept(fit.id()));
        assertThat(database.fits().newestOf(List.of("s", "none")))
                .containsOnlyKeys("s")
                .hasEntrySatisfying("s", line -> {
                    assertThat(line.id()).isEqualTo(fit.id());
                    assertThat(line.verdict()).contains(fit.fitted().fit().verdict());
                    assertThat(line.summary()).contains(fit.fitted().fit().summary());
                });
        assertThat(database.fits().newestOf(List.of())).isEmpty();
        assertThat(database.fits().newest("none")).isEmpty();
    }

    @Test
    void aFitOfNoStudyAndAForecastOfNoFitAreRefused() {
        assertThatThrownBy(() -> database.fits().add(new StoredFit("x", "none", NOW, fit.options(), fit.fitted())))
                .isInstanceOf(UnableToExecuteStatementException.class)
                .hasMessageMatching("(?is).*foreign key.*");
        assertThatThrownBy(() -> database.forecasts().add(forecast))
                .isInstanceOf(UnableToExecuteStatementException.class)
                .hasMessageMatching("(?is).*foreign key.*");
    }

    @Test
    void aForecastComesBackAndIsListedTheNewestFirst() {
        database.fits().add(fit);
        database.forecasts().add(forecast);
        database.forecasts().add(new StoredForecast("a", fit.id(), NOW.plusSeconds(1), forecast.forecast()));

        assertThat(Json.write(database.forecasts().find(forecast.id()).orElseThrow()))
                .isEqualTo(Json.write(forecast));
        assertThat(database.forecasts().ofStudy("s", 50, false))
                .extracting(StoredForecast::id)
                .containsExactly("a", forecast.id());
        database.forecasts().annotate("a", new ForecastAnnotation("put away", true));
        assertThat(database.forecasts().ofStudy("s", 1, false))
                .extracting(StoredForecast::id)
                .containsExactly(forecast.id());
        assertThat(database.forecasts().ofStudy("s", 1, true))
                .extracting(StoredForecast::id)
                .containsExactly("a");
        assertThat(database.forecasts().delete("a")).isTrue();
        assertThat(database.forecasts().delete("a")).isFalse();
    }

    @Test
    void fitsAndForecastsGoWithTheirStudy() throws Exception {
        database.fits().add(fit);
        database.forecasts().add(forecast);

        database.studies().delete("s");

        assertThat(count("fit")).isZero();
        assertThat(count("forecast")).isZero();
    }
}
