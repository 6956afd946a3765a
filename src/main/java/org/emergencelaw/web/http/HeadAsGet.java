package org.emergencelaw.web.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;

/**
 * Answers HEAD as GET without its body, which the HTTP server leaves out. Javalin's own answer is 200 wherever GET has a route,
 * even where the thing is missing.
 */
public final class HeadAsGet implements Filter {

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        boolean head = http.getMethod().equals("HEAD");
        chain.doFilter(head ? new Get(http) : request, response);
    }

    private static final class Get extends HttpServletRequestWrapper {
        Get(HttpServletRequest head) {
            super(head);
        }

        @Override
        public String getMethod() {
            return "GET";
        }
    }
}
