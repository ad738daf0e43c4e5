package dev.zt.springboot.shop;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Somebody forgot it in the policy. */
@RestController
class UnruledController {
    @GetMapping("/unruled")
    String unruled() {
        return "nobody should see this";
    }
}
