package dev.zt.testkit.spring;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
class OrdersController {
    @GetMapping("/orders/{id}")
    String read(@PathVariable("id") String id) {
        return "order " + id;
    }

    @PostMapping("/orders")
    String write(@RequestBody String order) {
        return order;
    }
}
