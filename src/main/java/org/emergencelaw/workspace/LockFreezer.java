package org.emergencelaw.workspace;

import com.fasterxml.jackson.core.type.TypeReference;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.emergencelaw.fit.StoredFit;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.forecast.StoredForecast;
import org.emergencelaw.format.Json;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.ledger.LedgerConflict;
import org.emergencelaw.ledger.LockBuilder;
import org.emergencelaw.ledger.LockTerms;
import org.emergencelaw.ledger.LockedForecast;
import org.emergencelaw.observation.Study;
import org.emergencelaw.rival.Prediction;
import org.emergencelaw.rival.Rival;

/** Freezes forecasts: brings study, rows, fit and rivals together. What the rivals say of the last few studies is remembered. */
final class LockFreezer {

    /** Studies whose rivals' answers are remembered, for the next plan. */
    private static final int REMEMBERED = 4;

    private static final TypeReference<Map<String, Object>> TREE = new TypeReference<>() {};

    private final Workspace workspace;
    private final Map<Asked, Map<Rival, Prediction>> rivals = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Asked, Map<Rival, Prediction>> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** What rivals were asked; plans do not matter to them. */
    private record Asked(Study study, String inputSha256, long seed) {}

    LockFreezer(Workspace workspace) {
        this.workspace = workspace;
    }

    /** A forecast as it is frozen, with the rows that it rests on. */
    record Frozen(LockedForecast lock, Workspace.SavedRows rows) {}

    /** @throws LedgerConflict if the rows have changed since the forecast was made */
    Frozen freeze(StoredForecast forecast, LockTerms terms, Instant now) {
        StoredFit fit = workspace.fits().find(forecast.fitId());
        Study study = workspace.study(fit.studyId());
        Workspace.SavedRows rows = workspace.saved(study);
        if (!rows.sha256().equals(fit.fitted().fit().inputSha256()))
            throw new LedgerConflict(
                    ProblemCode.ROWS_CHANGED,
                    "the rows of study " + study.id()
                            + " have changed since this forecast was made: forecast again, and lock that");
        LockedForecast lock = new LockBuilder(
                        study,
                        workspace.forecasts().forecaster(fit),
                        rivals(study, rows.study(), fit),
                        forecast.forecast(),
                        terms)
                .lock(now, tree(fit.fitted().fit()), tree(forecast.forecast()));
        return new Frozen(lock, rows);
    }

    private Map<Rival, Prediction> rivals(Study study, StudyRows rows, StoredFit fit) {
        Asked asked =
                new Asked(study, rows.rows().inputSha256(), fit.fitted().fit().seed());
        synchronized (rivals) {
            Map<Rival, Prediction> known = rivals.get(asked);
            if (known != null) return known;
        }
        // not under the lock: those of another study need not wait
        Map<Rival, Prediction> made = LockBuilder.rivals(rows, asked.seed());
        synchronized (rivals) {
            rivals.put(asked, made);
        }
        return made;
    }

    private static Map<String, Object> tree(Object answer) {
        return Json.mapper().convertValue(answer, TREE);
    }
}
