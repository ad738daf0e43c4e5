package dev.zt.springboot.shop;

import dev.zt.servlet.Caller;
import dev.zt.servlet.RequiresScope;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

// doc: controller
@RestController
class OrderController {
    @RequiresScope("orders:read")
    @GetMapping("/orders/{id}")
    String order(@PathVariable("id") String id, Caller caller) {
        return "order " + id + " for " + caller.id();
    }

    @RequiresScope("orders:write")
    @PostMapping("/orders")
    String place(@RequestBody String order) {
        return "placed " + order;
    }
}
// end: controller
