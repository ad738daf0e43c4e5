package dev.zt.springboot.shop;

import dev.zt.servlet.Caller;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

/** Handlers of every other kind. */
@RestController
@RequestMapping("/odd")
class OddController {
    static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }


    @GetMapping("/hello")
    String hello(Optional<Caller> caller) {
        return "hello " + caller.map(known -> known.id().toString()).orElse("nobody");
    }

    @GetMapping("/public-caller")
    String publicCaller(Caller caller) {
        return "hello " + caller.id();
    }

    @GetMapping("/deferred")
    DeferredResult<String> deferred(Caller caller) {
        DeferredResult<String> result = new DeferredResult<>();
        new Thread(() -> result.setResult("deferred for " + caller.id())).start();
        return result;
    }

    @GetMapping("/callable")
    Callable<String> callable(Caller caller) {
        return () -> "called for " + caller.id();
    }

    @GetMapping("/handled")
    String handled() {
        throw new Broken();
    }

    @GetMapping("/failing")
    String failing() {
        throw new IllegalStateException("on purpose");
    }

    @GetMapping("/number/{id:[0-9]+}")
    String number(@PathVariable("id") String id) {
        return "number " + id;
    }

    @ExceptionHandler(Broken.class)
    @ResponseStatus(HttpStatus.CONFLICT)
    String broken() {
        return "handled";
    }
}
