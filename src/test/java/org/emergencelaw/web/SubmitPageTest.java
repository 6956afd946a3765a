package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emergencelaw.ingest.table.Columns;
import org.emergencelaw.web.Site.Part;
import org.emergencelaw.web.page.submit.SubmitForm;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The submit form as a browser without JavaScript uses it. */
class SubmitPageTest {

    private static final String CSV = """
            task,model,pretrain_loss_nats,regime,examples,seed,accuracy,n_eval
            synthetic_four_choice,a,2.4,few_shot,5,1,0.25,1000
            synthetic_four_choice,b,2.2,finetuned,100,1,0.35,1000
            """;

    @TempDir
    private static Path directory;

    private static Site site;

    @BeforeAll
    static void open() throws Exception {
        site = Site.open(directory);
    }

    @AfterAll
    static void close() {
        site.close();
    }

    /** Sends the form of one typed row. */
    private static HttpResponse<String> typed(String study, String action, Map<String, String> row, Part... more)
            throws Exception {
        List<Part> parts = new ArrayList<>(List.of(Part.of("source", "typed"), Part.of("rows", "1")));
        int j = 0;
        for (String column : Columns.TYPED) {
            parts.add(Part.of("column", column));
            parts.add(Part.of("cell-0-" + j++, row.getOrDefault(column, "")));
        }
        parts.add(Part.of("action", action));
        parts.addAll(List.of(more));
        return site.submit("/studies/" + study + "/submit", parts);
    }

    private static HttpResponse<String> pasted(String study, String action, String text, Part... more)
            throws Exception {
        List<Part> parts =
                new ArrayList<>(List.of(Part.of("source", "paste"), Part.of("text", text), Part.of("action", action)));
        parts.addAll(List.of(more));
        return site.submit("/studies/" + study + "/submit", parts);
    }

    private static HttpResponse<String> uploaded(String study, String action, String name, byte[] content)
            throws Exception {
        return site.submit(
                "/studies/" + study + "/submit",
                List.of(Part.of("source", "file"), new Part("file", name, content), Part.of("action", action)));
    }

    private static Map<String, String> row(String model, String accuracy) {
        return Map.of(
                "model",
                model,
                "pretrain_loss_nats",
                "2.3",
                "regime",
                "finetuned",
                "examples",
                "100",
                "seed",
                "1",
                "accuracy",
                accuracy,
                "n_eval",
                "1000",
                "split",
                "fit");
    }

    @Test
    void typedRowsAreAddedRepeatedAndRemovedWithoutLosingAnything() throws Exception {
        String study = site.study("Rows");

        String added = typed(study, "add-row", row("small", "0.3")).body();
        String repeated = typed(study, "repeat-row", row("small", "0.3")).body();
        String removed = typed(study, "remove-0", row("small", "0.3")).body();

        assertThat(added).contains("value=\"small\"", "name=\"cell-1-0\"");
        assertThat(repeated.split("value=\"small\"", -1)).hasSize(3);
        assertThat(repeated.split("value=\"0.3\"", -1))
                .as("a repeated row is another measurement")
                .hasSize(2);
        assertThat(removed).doesNotContain("value=\"small\"");
        assertThat(site.rows(study)).isZero();
    }

    @Test
    void aPreviewShowsWhatWillBeSavedAndSavesNothing() throws Exception {
        String study = site.study("Preview");

        var response = typed(study, "preview", row("small", "0.3"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("1 row ready to save", "value=\"small\"", "<td>small</td>");
        assertThat(site.rows(study)).isZero();
    }

    @Test
    void typedRowsAreSaved() throws Exception {
        String study = site.study("Typed");

        var response = typed(study, "save", row("small", "0.3"));

        assertThat(response.statusCode()).isEqualTo(303);
        assertThat(Site.location(response)).isEqualTo("/studies/" + study + "?saved=1");
        assertThat(site.get(Site.location(response)).body()).contains("1 row saved.");
        assertThat(site.rows(study)).isEqualTo(1);
    }

    @Test
    void aFaultyCellIsNamedAndTypedValuesSurvive() throws Exception {
        String study = site.study("Faulty");

        var response = typed(study, "save", row("small", "74.2"));

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body())
                .contains("Nothing was saved: 1 error", "value=\"74.2\"", "value=\"small\"")
                .contains("<td>accuracy</td><td>74.2</td><td>accuracy must be a number from 0 to 1</td>")
                .contains("did you mean 0.742?", "aria-invalid=\"true\"");
        assertThat(site.rows(study)).isZero();
    }

    @Test
    void emptyRowsAloneAreNoSubmission() throws Exception {
        String study = site.study("Blank");

        var response = typed(study, "save", Map.of("regime", "finetuned", "split", "fit"));

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body()).contains("an import must have at least one row");
    }

    @Test
    void pastedCsvAndJsonAreSaved() throws Exception {
        String study = site.study("Pasted");
        String json = "[{\"task\":\"synthetic_four_choice\",\"model\":\"ü\",\"pretrain_loss_nats\":2.1,\"regime\":"
                + "\"few_shot\",\"examples\":5,\"accuracy\":0.26}]";

        assertThat(pasted(study, "save", CSV.replace("\n", "\r\n")).statusCode())
                .isEqualTo(303);
        assertThat(pasted(study, "save", json).statusCode()).isEqualTo(303);

        assertThat(site.rows(study)).isEqualTo(3);
        assertThat(site.json("/api/v1/studies/" + study + "/observations.json").toString())
                .contains("\"ü\"");
    }

    @Test
    void everyFaultyRowOfAPasteIsListedAndTheTextSurvives() throws Exception {
        String study = site.study("Bad paste");
        String bad = CSV + "synthetic_four_choice,c,-1,zero_shot,5,1,NaN,1000\n";

        var response = pasted(study, "save", bad);

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body())
                .contains("<th scope=\"row\">4</th><td>pretrain_loss_nats</td>", "<td>regime</td>", "<td>accuracy</td>")
                .contains("synthetic_four_choice,c,-1,zero_shot,5,1,NaN,1000");
        assertThat(site.rows(study)).isZero();
    }

    @Test
    void anUploadIsPreviewedIntoThePasteBoxAndSavedFromThere() throws Exception {
        String study = site.study("Upload");

        var preview = uploaded(study, "preview", "rows.csv", CSV.getBytes(StandardCharsets.UTF_8));
        assertThat(preview.body())
                .contains("2 rows ready to save", "value=\"paste\" checked", "synthetic_four_choice,b,2.2");
        assertThat(site.rows(study)).isZero();

        assertThat(uploaded(study, "save", "rows.csv", CSV.getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(303);
        assertThat(site.rows(study)).isEqualTo(2);
    }

    @Test
    void anUploadWithoutAFileSaysSo() throws Exception {
        String study = site.study("No file");

        var response = uploaded(study, "save", "empty.csv", new byte[0]);

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body()).contains("an upload must have a file");
    }

    @Test
    void anUploadThatIsTooLargeGetsAClearPage() throws Exception {
        String study = site.study("Large");
        byte[] large = new byte[(Site.MAX_BODY_MIB << 20) + 100_000];

        var response = uploaded(study, "save", "large.csv", large);

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).contains("<h1>Too large</h1>", "at most " + Site.MAX_BODY_MIB + " MiB");
        // or the next request goes down a connection that ends under it
        assertThat(response.headers().firstValue("Connection")).hasValue("close");
    }

    @Test
    void savedRowsAreEditedInTheSameFormAndReplaceWhatWasThere() throws Exception {
        String study = site.study("Edit");
        pasted(study, "save", CSV.replace("n_eval\n", "n_eval,lab note\n").replace("1000\n", "1000,kept\n"));

        String form = site.get("/studies/" + study + "/submit?edit=saved").body();
        assertThat(form).contains("value=\"replace\" checked", "value=\"a\"", "value=\"b\"", "value=\"kept\"");

        var response = pasted(study, "save", CSV.replace("0.35", "0.45"), base(form), Part.of("mode", "replace"));
        assertThat(response.statusCode()).isEqualTo(303);
        assertThat(site.rows(study)).isEqualTo(2);
        assertThat(site.json("/api/v1/studies/" + study + "/observations.json").toString())
                .contains("0.45");
    }

    @Test
    void aFormThatIsOutOfDateReplacesNothing() throws Exception {
        String study = site.study("Stale");
        pasted(study, "save", CSV);
        String form = site.get("/studies/" + study + "/submit?edit=saved").body();
        typed(study, "save", row("another", "0.3"));

        var response = pasted(study, "save", CSV, base(form), Part.of("mode", "replace"));

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body()).contains("the saved rows must not have changed since this form was opened");
        assertThat(site.rows(study)).isEqualTo(3);
    }

    @Test
    void rowsThatAreSavedAlreadyArePassedOverAndChangedOnesAskedFor() throws Exception {
        String study = site.study("Twice");
        pasted(study, "save", CSV);

        var again = pasted(study, "preview", CSV);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).contains("2 rows of the file are saved already");

        String changed = CSV.replace("0.35", "0.45");
        var refused = pasted(study, "save", changed);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("a measurement that is saved must not change; saved is accuracy 0.35");

        assertThat(pasted(study, "save", changed, Part.of("mode", "update")).statusCode())
                .isEqualTo(303);
        assertThat(site.rows(study)).isEqualTo(2);
    }

    @Test
    void manySavedRowsAreEditedAsCsv() throws Exception {
        site.example("lab-exploration");

        String form =
                site.get("/studies/example-lab-exploration/submit?edit=saved").body();

        assertThat(form).contains("value=\"paste\" checked", "attribute_label,lab-exploration-picl025,S_d64L1");
    }

    @Test
    void modelNamesAreTextEverywhere() throws Exception {
        String study = site.study("Hostile");
        String script = "</script><script>alert(1)</script>";
        String formula = "=HYPERLINK(\"http://x\";\"y\")";
        typed(study, "save", row(script, "0.3"));
        typed(study, "save", row(formula, "0.4"));

        for (String path : List.of("", "/submit?edit=saved", "/compare")) {
            String page = site.get("/studies/" + study + path).body();
            assertThat(page).as(path).doesNotContain("<script>alert");
        }
        assertThat(site.get("/studies/" + study).body()).contains("&lt;script&gt;alert(1)", "=HYPERLINK(");
        assertThat(site.dataOf(site.get("/studies/" + study).body()))
                .isEqualTo(site.json("/studies/" + study + ".json"));
        assertThat(site.get("/api/v1/studies/" + study + "/observations.csv").body())
                .contains("'=HYPERLINK(");
    }

    @Test
    void aFullFormOfTwoHundredRowsIsRead() throws Exception {
        String study = site.study("Full");
        List<Part> parts = new ArrayList<>(List.of(Part.of("source", "typed"), Part.of("rows", "200")));
        Columns.TYPED.forEach(column -> parts.add(Part.of("column", column)));
        for (int i = 0; i < SubmitForm.MAX_ROWS; i++) {
            Map<String, String> row = row("m" + i, "0.3");
            for (int j = 0; j < Columns.TYPED.size(); j++)
                parts.add(Part.of("cell-" + i + "-" + j, row.getOrDefault(Columns.TYPED.get(j), "")));
        }
        parts.add(Part.of("action", "save"));

        assertThat(site.submit("/studies/" + study + "/submit", parts).statusCode())
                .isEqualTo(303);
        assertThat(site.rows(study)).isEqualTo(200);
    }

    private static Part base(String form) {
        Matcher base = Pattern.compile("name=\"base\" value=\"([0-9a-f]+)\"").matcher(form);
        assertThat(base.find()).isTrue();
        return Part.of("base", base.group(1));
    }

    /** What each column of a shown table is read as. */
    static Map<String, String> picked(String page) {
        Map<String, String> picked = new LinkedHashMap<>();
        Matcher column = Pattern.compile("name=\"pick-column\" value=\"([^\"]*)\".*?</select>", Pattern.DOTALL)
                .matcher(page);
        while (column.find()) {
            Matcher chosen =
                    Pattern.compile("<option value=\"([^\"]*)\" selected").matcher(column.group());
            picked.put(column.group(1), chosen.find() ? chosen.group(1) : "nothing is selected");
        }
        return picked;
    }

    static List<Part> picks(Map<String, String> picked) {
        List<Part> parts = new ArrayList<>();
        picked.forEach((column, line) -> {
            parts.add(Part.of("pick-column", column));
            parts.add(Part.of("pick", line));
        });
        return parts;
    }

    static Part[] with(List<Part> parts, Part... more) {
        List<Part> all = new ArrayList<>(parts);
        all.addAll(List.of(more));
        return all.toArray(new Part[0]);
    }

    private static String area(String page, String name) {
        Matcher area = Pattern.compile("<textarea id=\"" + name + "\"[^>]*>\n(.*?)</textarea>", Pattern.DOTALL)
                .matcher(page);
        assertThat(area.find()).as(page).isTrue();
        return area.group(1);
    }

    /** Names, units, percent, words and constants, as people have them. */
    private static final String OWN = """
            Checkpoint,Size (B),tokens,val_loss,setting,shots,acc,items,lab
            m-1,1.4,300000000000,2.31,few-shot,5,25.1,1000,A100
            m-2,2.8,300000000000,2.22,few-shot,5,25.9,1000,A100
            m-1,1.4,300000000000,2.31,sft,100,31.4,1000,H100
            m-2,2.8,300000000000,2.22,sft,100,36.2,1000,H100
            """;

    @Test
    void oneClickAppliesAllHintsAndTheColumnsCanStillBePicked() throws Exception {
        String study = site.study("Hints");

        var unclear = pasted(study, "preview", OWN);

        assertThat(unclear.statusCode()).isEqualTo(422);
        assertThat(picked(unclear.body()))
                .containsEntry("Checkpoint", "model:={Checkpoint}")
                .containsEntry("Size (B)", "params:={Size (B)} * 1e9")
                .containsEntry("acc", "accuracy:={acc}")
                .containsEntry("lab", "");
        assertThat(unclear.body())
                .contains("Apply all hints", "m-1 · m-2 · m-1 · m-2")
                .contains("\"few-shot\" in setting is written few_shot", "\"acc\" is in percent");

        var mended = pasted(
                study,
                "mend",
                area(unclear.body(), "text"),
                with(picks(picked(unclear.body())), Part.of("mapping", "")));

        assertThat(mended.statusCode()).as(mended.body()).isEqualTo(200);
        assertThat(mended.body()).contains("4 rows ready to save").doesNotContain("Apply all hints");
        Map<String, String> picked = picked(mended.body());
        assertThat(picked).containsEntry("acc", "accuracy:=percent({acc})");
        assertThat(site.rows(study)).as("a preview saves nothing").isZero();

        picked.put("items", "n_eval:={items}");
        picked.put("lab", "lab:={lab}");
        var saved = pasted(
                study,
                "save",
                area(mended.body(), "text"),
                with(picks(picked), Part.of("mapping", area(mended.body(), "mapping"))));

        assertThat(saved.statusCode()).as(saved.body()).isEqualTo(303);
        var row = site.json("/api/v1/studies/" + study + "/observations.json").get(3);
        assertThat(row.get("accuracy").asDouble()).isEqualTo(0.362);
        assertThat(row.get("params").asDouble()).isEqualTo(2.8e9);
        assertThat(row.get("regime").asText()).isEqualTo("finetuned");
        assertThat(row.get("n_eval").asInt()).isEqualTo(1000);
        assertThat(row.get("lab").asText()).isEqualTo("H100");
    }

    @Test
    void aGuessOfAUnitStaysOnlyWhereItEndsTheWarning() throws Exception {
        String study = site.study("Units");
        String csv = """
                task,model,params,tokens,pretrain_loss_nats,regime,examples,accuracy,n_eval
                synthetic_four_choice,m-1.4b,1400,300,10.07,few_shot,5,0.25,1000
                synthetic_four_choice,m-2.8b,2800,300,9.21,few_shot,5,0.26,1000
                """;

        var preview = pasted(study, "preview", csv);
        var mended = pasted(study, "mend", csv);

        assertThat(preview.statusCode()).isEqualTo(200);
        assertThat(preview.body()).contains("params is computed, {params} * 1e6", "tokens is computed, {tokens} * 1e9");
        assertThat(picked(mended.body()))
                .containsEntry("params", "params:={params} * 1e6")
                .containsEntry("tokens", "tokens:={tokens} * 1e9")
                .containsEntry("pretrain_loss_nats", "pretrain_loss_nats:=ln({pretrain_loss_nats})")
                .containsEntry("accuracy", "accuracy:={accuracy}");
        assertThat(mended.body()).doesNotContain("look like");
    }

    @Test
    void columnsAsTheyAreCalledNeedNoAssignmentAndAPickChangesThem() throws Exception {
        String study = site.study("Picks");

        var preview = pasted(study, "preview", CSV);
        Map<String, String> picked = picked(preview.body());
        assertThat(picked).containsEntry("seed", "seed:={seed}");
        assertThat(area(preview.body(), "mapping")).isEmpty();
        assertThat(preview.body()).doesNotContain("Apply all hints");

        picked.put("seed", "");
        var without = pasted(study, "preview", CSV, with(picks(picked)));
        assertThat(without.statusCode()).isEqualTo(200);
        assertThat(without.body()).contains("left out: seed");
        assertThat(picked(without.body())).containsEntry("seed", "").containsEntry("model", "model:={model}");

        var another = pasted(study, "save", CSV, with(picks(Map.of("elsewhere", "model:={elsewhere}"))));
        assertThat(another.statusCode())
                .as("picks of another table are passed over")
                .isEqualTo(303);
    }

    @Test
    void aColumnOfErrorRatesIsPickedAsSuch() throws Exception {
        String study = site.study("Errors");
        String errors = CSV.replace("accuracy", "error");
        Map<String, String> picked = picked(pasted(study, "preview", errors).body());
        picked.put("error", "accuracy:=1 - {error}");

        var preview = pasted(study, "preview", errors, with(picks(picked)));

        assertThat(preview.statusCode()).as(preview.body()).isEqualTo(200);
        assertThat(picked(preview.body())).containsEntry("error", "accuracy:=1 - {error}");
        assertThat(preview.body()).contains("accuracy, an error rate");
        pasted(study, "save", errors, with(picks(picked)));
        assertThat(site.json("/api/v1/studies/" + study + "/observations.json").findValuesAsText("accuracy"))
                .containsExactly("0.75", "0.65");
    }

    @Test
    void hintsMendTypedRows() throws Exception {
        String study = site.study("TypedHints");

        var refused = typed(study, "preview", row("small", "31.4%"));
        var mended = typed(study, "mend", row("small", "31.4%"));

        assertThat(refused.body()).contains("Apply all hints");
        assertThat(mended.statusCode()).isEqualTo(200);
        assertThat(mended.body()).contains("1 row ready to save", "value=\"0.314\"");
    }
}
