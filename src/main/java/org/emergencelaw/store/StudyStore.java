package org.emergencelaw.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.observation.ComputeConvention;
import org.emergencelaw.observation.ParamCount;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Task;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** Studies by id. */
public final class StudyStore {

    private final Jdbi jdbi;

    StudyStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** @return false if the id is taken */
    public boolean add(Study study) {
        return jdbi.withHandle(handle -> handle.createUpdate("""
                                insert into study
                                    (id, name, task, metric, trivial_accuracy, shots, family, created_at,
                                     flops_per_param_token, param_count, loss_law)
                                values (:id, :name, :task, :metric, :trivialAccuracy, :shots, :family, :createdAt,
                                     :flopsPerParamToken, :paramCount, :lossLaw)
                                on conflict (id) do nothing""")
                        .bind("id", study.id())
                        .bind("name", study.name())
                        .bind("task", study.task().name())
                        .bind("metric", study.task().metric())
                        .bind("trivialAccuracy", study.task().trivialAccuracy())
                        .bind("shots", study.task().shots())
                        .bind("family", study.family())
                        .bind("createdAt", SqlValues.text(study.createdAt()))
                        .bind("flopsPerParamToken", study.convention().flopsPerParamToken())
                        .bind("paramCount", SqlValues.key(study.convention().paramCount()))
                        .bind("lossLaw", study.convention().lossLaw())
                        .execute()
                == 1);
    }

    public Optional<Study> find(String id) {
        return jdbi.withHandle(handle -> handle.createQuery("select * from study where id = :id")
                .bind("id", id)
                .map(StudyStore::study)
                .findOne());
    }

    /**
     * Studies in order of id.
     *
     * @param after id of the last study already seen; empty for the first page
     */
    public List<Study> list(String after, int limit) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select * from study where id > :after order by id limit :limit")
                        .bind("after", after)
                        .bind("limit", limit)
                        .map(StudyStore::study)
                        .list());
    }

    /** Digest of the rows of a study; absent where it was not computed since they changed. */
    public Optional<String> revision(String id) {
        return jdbi.withHandle(handle -> handle.createQuery("select observation_revision from study where id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .findOne());
    }

    /** Says which rows a study has, until they change. */
    public void setRevision(String id, String revision) {
        jdbi.useHandle(handle -> handle.createUpdate("update study set observation_revision = :revision where id = :id")
                .bind("id", id)
                .bind("revision", revision)
                .execute());
    }

    /** Deletes a study with all its observations, fits and forecasts. */
    public boolean delete(String id) {
        return jdbi.withHandle(handle -> handle.createUpdate("delete from study where id = :id")
                        .bind("id", id)
                        .execute()
                == 1);
    }

    private static Study study(ResultSet row, StatementContext context) throws SQLException {
        return new Study(
                row.getString("id"),
                row.getString("name"),
                new Task(
                        row.getString("task"),
                        row.getString("metric"),
                        row.getDouble("trivial_accuracy"),
                        row.getInt("shots")),
                row.getString("family"),
                SqlValues.instant(row, "created_at"),
                new ComputeConvention(
                        row.getDouble("flops_per_param_token"),
                        SqlValues.constant(row, "param_count", ParamCount.class),
                        SqlValues.text(row, "loss_law")));
    }
}
