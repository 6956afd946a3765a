package org.emergencelaw.cli.option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.emergencelaw.config.PublishedLossLaws;
import org.emergencelaw.config.UsualFiles;
import org.emergencelaw.fit.loss.LossSource;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.observation.ComputeConvention;
import org.emergencelaw.observation.ParamCount;
import picocli.CommandLine.Option;

/** How the file counts, and where its losses come from. */
public final class LossOptions {

    @Option(
            names = "--loss-law",
            paramLabel = "NAME",
            description = "Published loss law that stands in where no loss was measured, such as besiroglu_2024; every"
                    + " answer then says so.")
    private Optional<String> lossLaw = Optional.empty();

    @Option(
            names = "--loss-laws",
            paramLabel = "FILE",
            description = "Published loss laws (default: configs/loss-laws.yaml, where it exists).")
    private Optional<Path> lossLaws = Optional.empty();

    @Option(
            names = "--flops-per-param-token",
            paramLabel = "c",
            description = "Training FLOPs per parameter and token, C = c N T (default: ${DEFAULT-VALUE}).")
    private double flopsPerParamToken = ComputeConvention.DEFAULT.flopsPerParamToken();

    @Option(
            names = "--param-count",
            paramLabel = "COUNT",
            description =
                    "What params count: embedding or non_embedding (default: as the published law, else embedding).")
    private Optional<String> paramCount = Optional.empty();

    /** What a study that is made of the file must state, by the names of the API; nothing where it counts as is usual. */
    Map<String, String> stated() {
        Map<String, String> stated = new TreeMap<>();
        lossLaw.ifPresent(name -> stated.put("loss_law", name));
        paramCount.ifPresent(count -> stated.put("param_count", count));
        if (flopsPerParamToken != ComputeConvention.DEFAULT.flopsPerParamToken())
            stated.put("flops_per_param_token", NumberText.text(flopsPerParamToken));
        return stated;
    }

    /** What a file's import must know of how it counts. */
    public ImportRules rules() {
        return ImportRules.any().withFlopsPerParamToken(flopsPerParamToken);
    }

    /** How every study of the file counts, and where its losses come from. */
    public LossSource basis() throws IOException {
        Path usual = UsualFiles.find(Path.of("configs", "loss-laws.yaml"));
        PublishedLossLaws known =
                lossLaws.isPresent() ? PublishedLossLaws.read(lossLaws.get()) : PublishedLossLaws.usual(usual);
        Optional<LossSource.Published> published = lossLaw.map(known::require)
                .map(law -> new LossSource.Published(law.name(), law.law(), law.paramCount()));
        ParamCount count = paramCount
                .map(ParamCount::of)
                .or(() -> published.map(LossSource.Published::paramCount))
                .orElse(ComputeConvention.DEFAULT.paramCount());
        return LossSource.of(new ComputeConvention(flopsPerParamToken, count, lossLaw), published);
    }
}
