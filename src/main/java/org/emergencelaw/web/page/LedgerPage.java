package org.emergencelaw.web.page;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.ledger.LedgerEntry;
import org.emergencelaw.store.LedgerQuery;
import org.emergencelaw.store.LedgerSummary;
import org.emergencelaw.web.http.LedgerFiles;
import org.emergencelaw.web.http.LedgerFilter;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.workspace.ForecastLedger;

/** {@code /ledger}: all locked forecasts, filtered and sorted, and the chain as files. */
public final class LedgerPage {

    private final ForecastLedger ledger;
    private final Pages pages;

    public LedgerPage(ForecastLedger ledger, Pages pages) {
        this.ledger = ledger;
        this.pages = pages;
    }

    /**
     * What the page and its twin show.
     *
     * @param total forecasts that the filters let through, on all pages
     * @param entries of the chain
     * @param headSha256 digest of its last
     * @param now by which forecasts are overdue
     * @param given the filters as they were given
     */
    public record View(
            List<LedgerSummary> items,
            Optional<String> nextCursor,
            int total,
            long entries,
            Optional<String> headSha256,
            Instant now,
            @JsonIgnore Map<String, String> given,
            @JsonIgnore LedgerQuery query) {

        public String given(String field) {
            return given.getOrDefault(field, "");
        }

        /** This list, sorted by something else; twice the same turns it round. */
        public String sortedBy(LedgerQuery.Sort sort) {
            boolean again = query.sort() == sort && !query.descending();
            return address(Map.of("sort", DisplayNames.key(sort), "order", again ? "desc" : "asc"));
        }

        /** How a column is sorted, for {@code aria-sort}. */
        public String order(LedgerQuery.Sort sort) {
            if (query.sort() != sort) return "none";
            return query.descending() ? "descending" : "ascending";
        }

        public Optional<String> next() {
            return nextCursor.map(cursor -> address(Map.of("cursor", cursor)));
        }

        public Optional<String> previous() {
            if (query.offset() == 0) return Optional.empty();
            return Optional.of(address(
                    Map.of("cursor", Integer.toString(Math.max(0, query.offset() - query.limit())))));
        }

        /** The same list as a table. */
        public String csv() {
            return address(Map.of()).replaceFirst("/ledger", "/ledger.csv");
        }

        private String address(Map<String, String> changed) {
            Map<String, String> all = new LinkedHashMap<>(given);
            all.putAll(changed);
            if (all.isEmpty()) return "/ledger";
            return all.entrySet().stream()
                    .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                    .collect(Collectors.joining("&", "/ledger?", ""));
        }
    }

    public void register(RoutesConfig routes) {
        routes.get("/ledger.json", ctx -> ctx.json(view(ctx)));
        routes.get("/ledger.csv", ctx -> LedgerFiles.csv(ctx, ledger.store(), LedgerFilter.of(ctx)));
        routes.get("/ledger.jsonl", ctx -> LedgerFiles.lines(ctx, ledger.store()));
        routes.get("/ledger", ctx -> pages.show(ctx, "ledger.jte", Map.of("view", view(ctx))));
        routes.get("/ledger/verification.json", ctx -> ctx.json(ledger.store().verify()));
        routes.get(
                "/ledger/verification",
                ctx -> pages.show(
                        ctx, "verification.jte", Map.of("chain", ledger.store().verify())));
    }

    private View view(Context ctx) {
        LedgerQuery query = LedgerFilter.of(ctx);
        List<LedgerSummary> items = ledger.store().list(query);
        int total = ledger.store().count(query), next = query.offset() + items.size();
        Optional<LedgerEntry> head = ledger.store().head();
        return new View(
                items,
                next < total ? Optional.of(Integer.toString(next)) : Optional.empty(),
                total,
                head.map(LedgerEntry::sequence).orElse(0L),
                head.map(LedgerEntry::sha256),
                ledger.now(),
                LedgerFilter.given(ctx),
                query);
    }
}
