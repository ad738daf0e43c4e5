package dev.zt.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.servlet.RequiresScope;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.config.annotation.PathMatchConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.util.pattern.PathPatternParser;

/** Spring reads paths more loosely than the policy, below a path of its own, and is told where it goes astray. */
class HandlerMismatchTest {
    private static final String POLICY = Started.POLICY
            .replace("match: \"GET /", "match: \"GET /api/")
            .replace("match: \"POST /", "match: \"POST /api/")
            .replace(
                    "  hello:",
                    "  special: {match: \"GET /api/orders/special\", requires: [\"orders:special\"]}\n"
                            + "  function: {match: \"GET /api/function\", public: true}\n  hello:");

    @TempDir
    static Path directory;

    private static Started app;

    @Configuration(proxyBeanMethods = false)
    static class Loose implements WebMvcConfigurer {
        @Override
        public void configurePathMatch(PathMatchConfigurer paths) {
            PathPatternParser parser = new PathPatternParser();
            parser.setCaseSensitive(false);
            paths.setPatternParser(parser);
        }

        @Bean
        RouterFunction<ServerResponse> function() {
            return RouterFunctions.route()
                    .GET("/function", request -> ServerResponse.ok().body("a function"))
                    .build();
        }
    }

    @RestController
    static class Special {
        @RequiresScope("orders:special")
        @GetMapping("/orders/special")
        String special() {
            return "nobody should see this";
        }
    }

    @BeforeAll
    static void start() {
        app = Started.with(directory, POLICY, List.of(Loose.class, Special.class), "--spring.mvc.servlet.path=/api");
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Test
    void rejects_handlerThatSpringFindsByAnotherReadingOfThePath() {
        assertThat(app.getAs("/gateway", "/api/orders/SPECIAL").statusCode()).isEqualTo(400);
        assertThat(app.getAs("/gateway", "/api/orders/special").statusCode()).isEqualTo(403);
    }

    @Test
    void serves_belowThePathOfSpringsServlet() {
        assertThat(app.getAs("/gateway", "/api/orders/7").statusCode()).isEqualTo(200);
        // Nothing is mapped there, so Tomcat answers before any filter.
        assertThat(app.getAs("/gateway", "/orders/7").statusCode()).isEqualTo(404);
    }

    @Test
    void serves_functionsByTheirPathAlone() {
        assertThat(app.get("/api/function").body()).isEqualTo("a function");
        assertThat(app.get("/api/FUNCTION").statusCode()).isEqualTo(401);
    }
}
