package org.emergencelaw.web.page;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.ledger.ChainVerification;
import org.emergencelaw.ledger.LedgerQuery;
import org.emergencelaw.ledger.LedgerSummary;
import org.emergencelaw.web.http.LedgerFilter;
import org.emergencelaw.workspace.ForecastLedger;

/** All locked forecasts, filtered and sorted. */
public record LedgerPage(ForecastLedger ledger) {

    /**
     * What the page and its JSON show.
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
            // in one order, whatever the order of the changes: the same list, the same address
            all.putAll(new TreeMap<>(changed));
            if (all.isEmpty()) return "/ledger";
            return all.entrySet().stream()
                    .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                    .collect(Collectors.joining("&", "/ledger?", ""));
        }
    }

    public View view(Context ctx) {
        LedgerQuery query = LedgerFilter.of(ctx);
        ForecastLedger.Page page = ledger.list(query);
        ForecastLedger.Chain chain = ledger.chain();
        return new View(
                page.items(),
                page.nextCursor(),
                page.total(),
                chain.entries(),
                chain.headSha256(),
                ledger.now(),
                LedgerFilter.given(ctx),
                query);
    }

    /** Whether the chain is whole. */
    public ChainVerification verification(Context ctx) {
        return ledger.verify();
    }
}
