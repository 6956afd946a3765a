package org.emergencelaw.web.contract;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.emergencelaw.web.http.Pages;

/** Addresses in the order in which they are looked through: of two that match a request the first answers. */
public final class RouteList {

    private final List<Route> routes = new ArrayList<>();
    private final Pages pages;

    public RouteList(Pages pages) {
        this.pages = pages;
    }

    public void get(String path, Handler handler, Contract contract) {
        routes.add(new Route(HandlerType.GET, path, handler, contract));
    }

    public void post(String path, Handler handler, Contract contract) {
        routes.add(new Route(HandlerType.POST, path, handler, contract));
    }

    public void put(String path, Handler handler, Contract contract) {
        routes.add(new Route(HandlerType.PUT, path, handler, contract));
    }

    public void patch(String path, Handler handler, Contract contract) {
        routes.add(new Route(HandlerType.PATCH, path, handler, contract));
    }

    public void delete(String path, Handler handler, Contract contract) {
        routes.add(new Route(HandlerType.DELETE, path, handler, contract));
    }

    /** The record behind a page, and the page, which knows how it shows itself. */
    public void page(String path, Function<Context, ?> view, Handler show, Parameter... query) {
        get(path.equals("/") ? "/index.json" : path + ".json", ctx -> ctx.json(view.apply(ctx)), record(query));
        get(path, show, shown(query));
    }

    /** A page that costs much and changes seldom, and the record behind it, both with a validator. */
    public void page(
            ValidatedPages.Kind validated, String path, Function<Context, ?> view, Handler show, Parameter... query) {
        get(path + ".json", validated.of(ctx -> ctx.json(view.apply(ctx))), record(query));
        get(path, validated.of(show), shown(query));
    }

    /** The record behind a page, and the page that shows it in a template. */
    public void page(String path, String template, Function<Context, ?> view, Parameter... query) {
        page(path, view, ctx -> pages.show(ctx, template, view.apply(ctx)), query);
    }

    /** A form of a page. */
    public void form(String path, Handler handler, Parameter... query) {
        post(path, handler, Contract.form().asking(query));
    }

    private static Contract record(Parameter... query) {
        return Contract.gives(Contract.JSON).asking(query);
    }

    private static Contract shown(Parameter... query) {
        return Contract.gives("text/html").asking(query);
    }

    /** All of them, as they stand now; pages answer in the form that is asked for. */
    public List<Route> routes() {
        return Negotiation.of(routes);
    }
}
