package org.emergencelaw.web.page;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.workspace.NotFound;
import org.jspecify.annotations.Nullable;

/** The guides that stand in {@code src/docs}, rendered as pages; every word of the glossary has an anchor of its own. */
public final class Guides {

    /** In the order of the list. */
    static final List<String> NAMES = List.of(
            "forecast",
            "inference",
            "diagnostics",
            "loss-to-compute",
            "backtest",
            "ledger",
            "metrics",
            "harness",
            "design",
            "glossary",
            "api-guide",
            "python",
            "suites",
            "scale",
            "share",
            "operation",
            "postgresql",
            "lab",
            "families",
            "evidence",
            "architecture",
            "contributing",
            "changelog");

    private static final Map<String, String> PICTURES = Map.of("svg", "image/svg+xml", "png", "image/png");
    private static final List<Extension> TABLES = List.of(TablesExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(TABLES).build();
    private static final HtmlRenderer RENDERER = HtmlRenderer.builder()
            .extensions(TABLES)
            .escapeHtml(true)
            .attributeProviderFactory(context -> Guides::attributes)
            .build();

    /** A guide in the list. */
    public record Line(String name, String title, String about) {}

    /** The list of guides. */
    public record Index(List<Line> guides) {}

    /**
     * One guide.
     *
     * @param html its text below the title, of this program alone
     */
    public record Guide(String name, String title, String html) {}

    public Index index(Context ctx) {
        return new Index(NAMES.stream().map(Guides::line).toList());
    }

    public Guide guide(Context ctx) {
        String name = ctx.pathParam("name");
        Node document = parsed(name);
        String title = text(document.getFirstChild());
        document.getFirstChild().unlink();
        // a table or a block of code that is wider than the screen is scrolled by itself, by keyboard too
        String html = RENDERER.render(document)
                .replace("<table>", "<div class=\"scroll\" tabindex=\"0\"><table class=\"words\">")
                .replace("</table>", "</table></div>");
        return new Guide(name, title, html);
    }

    /** Pictures of the guides. */
    public void picture(Context ctx) {
        String name = ctx.pathParam("name");
        String type = PICTURES.get(name.replaceFirst("^.*\\.", ""));
        if (type == null || !name.matches("[a-z-]+\\.[a-z]+"))
            throw new NotFound(ProblemCode.NO_SUCH_FILE, "there is no picture " + name);
        ctx.contentType(type)
                .result(bytes(name)
                        .orElseThrow(() -> new NotFound(ProblemCode.NO_SUCH_FILE, "there is no picture " + name)));
    }

    private static Line line(String name) {
        Node document = parsed(name);
        String about = text(document.getFirstChild().getNext());
        int end = about.indexOf(". ");
        return new Line(name, text(document.getFirstChild()), end < 0 ? about : about.substring(0, end + 1));
    }

    private static Node parsed(String name) {
        if (!NAMES.contains(name)) throw new NotFound(ProblemCode.NO_SUCH_FILE, "there is no guide " + name);
        return PARSER.parse(new String(bytes(file(name)).orElseThrow(), StandardCharsets.UTF_8));
    }

    /** Where the guide of that name lies; the description of the API has the address that its guide would have. */
    private static String file(String name) {
        return name.replaceFirst("-guide$", "") + ".md";
    }

    private static Optional<byte[]> bytes(String file) {
        try (InputStream in = Guides.class.getResourceAsStream("/org/emergencelaw/docs/" + file)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void attributes(Node node, String tag, Map<String, String> attributes) {
        if (node instanceof Heading) attributes.put("id", slug(text(node)));
        if (node instanceof TableCell cell && first(cell) && !cell.isHeader())
            attributes.put("id", slug(text(cell).replaceFirst(",.*", "")));
        if (node instanceof FencedCodeBlock && tag.equals("pre")) attributes.put("tabindex", "0");
        if (node instanceof Image) attributes.computeIfPresent("src", (any, file) -> "/docs/pictures/" + file);
        if (node instanceof Link) attributes.computeIfPresent("href", (any, to) -> address(to));
    }

    private static boolean first(TableCell cell) {
        return cell.getParent() instanceof TableRow row && row.getFirstChild() == cell;
    }

    /** Where a link of a guide leads here; null, and so no link, where it leads to a file of the sources. */
    private static @Nullable String address(String to) {
        return to.startsWith("..")
                ? null
                : to.replaceFirst("^api(?=\\.md)", "api-guide").replaceFirst("^([a-z-]+)\\.md(?=#|$)", "/docs/$1");
    }

    /** As in a list of headings elsewhere: {@code The law over doublings} is {@code the-law-over-doublings}. */
    private static String slug(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} -]", "")
                .strip()
                .replace(' ', '-');
    }

    private static String text(Node node) {
        StringBuilder words = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text text) {
                words.append(text.getLiteral());
            }

            @Override
            public void visit(Code code) {
                words.append(code.getLiteral());
            }
        });
        return words.toString();
    }
}
