package dev.zt.springboot.contract;

import dev.zt.servlet.Caller;
import java.util.concurrent.Callable;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** What every server serves in the contract of the test kit. */
@SpringBootApplication
@RestController
public class ContractApplication {
    /** Tells the contract that a handler has a call. */
    public interface Handled {
        void tell();
    }

    private final Handled handled;

    ContractApplication(Handled handled) {
        this.handled = handled;
    }

    @GetMapping("/orders/{id}")
    String order(Caller caller) {
        handled.tell();
        return caller.id().toString();
    }

    @GetMapping("/later/{id}")
    Callable<String> later(Caller caller) {
        handled.tell();
        return () -> caller.id().toString();
    }

    @PostMapping("/orders")
    byte[] place(@RequestBody byte[] content) {
        handled.tell();
        return content;
    }

    @GetMapping("/unlisted")
    String unlisted() {
        handled.tell();
        return "anything";
    }
}
