package dev.zt.samples.recipes.spring;

import dev.zt.servlet.Caller;
import dev.zt.servlet.RequiresScope;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** An application of Spring Boot that answers whom its policy lets in; the starter does the rest. */
@SpringBootApplication
@RestController
public class SpringController {
    public static void main(String[] args) {
        SpringApplication.run(SpringController.class, args);
    }

    // recipe: Spring callee per endpoint
    @RequiresScope("orders:read")
    // end
    @GetMapping("/orders/{id}")
    String order(@PathVariable("id") String id, Caller caller) {
        return "order " + id + " for " + caller.id();
    }
}
