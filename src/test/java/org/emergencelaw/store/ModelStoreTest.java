package org.emergencelaw.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.emergencelaw.ingest.table.ImportFile;
import org.emergencelaw.ingest.table.ModelTable;
import org.emergencelaw.observation.KnownModel;
import org.junit.jupiter.api.Test;

class ModelStoreTest extends WithDatabase {

    private static List<KnownModel> models(String rows) throws Exception {
        ModelTable.Reading read = ModelTable.read(ImportFile.of(
                "models.csv",
                ("family,model,revision,base,params,tokens,train_flops,pretrain_loss_nats,loss_corpus,finetune_examples,"
                                + "seed,split\n" + rows)
                        .getBytes(StandardCharsets.UTF_8)));
        assertThat(read.errors()).isEmpty();
        return read.models();
    }

    @Test
    void modelsComeBackInTheOrderOfTheirNames() throws Exception {
        List<KnownModel> models = models("f,b,step2,base,7B,2T,8.4e22,1.9,pile,64,-3,held_out\nf,a,,,1B,2T,,,,,,fit\n");

        database.models().put(models);

        assertThat(database.models().all()).containsExactly(models.get(1), models.get(0));
    }

    @Test
    void aModelThatIsKnownIsReplacedAndAnotherRevisionIsNot() throws Exception {
        database.models().put(models("f,a,,,1B,2T,,,,,,fit\nf,a,step2,,1B,1T,,,,,,fit\n"));
        List<KnownModel> newer = models("g,a,,,3B,4T,,2.5,pile,,,held_out\n");

        database.models().put(newer);

        assertThat(database.models().all()).hasSize(2).contains(newer.get(0));
    }

    @Test
    void deletionMeansOneRevision() throws Exception {
        database.models().put(models("f,a,,,1B,2T,,,,,,fit\nf,a,step2,,1B,1T,,,,,,fit\n"));

        assertThat(database.models().delete("a", "")).isTrue();
        assertThat(database.models().delete("a", "")).isFalse();

        assertThat(database.models().all()).extracting(KnownModel::revision).containsExactly("step2");
    }
}
