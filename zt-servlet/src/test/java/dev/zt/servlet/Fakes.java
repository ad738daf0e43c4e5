package dev.zt.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/** Container objects that say what a test wants them to say, for what no honest container does. */
final class Fakes {
    private Fakes() {}

    /** Answers each method by its name, and with null or false where nothing is said. */
    static <T> T answering(Class<T> type, Map<String, ?> answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            Object answer = answers.get(method.getName());
            boolean missing = answer == null && method.getReturnType() == boolean.class;
            return missing ? false : answer;
        }));
    }

    /** A request over TLS whose path the container routes to a mapping. */
    static Map<String, Object> request(
            String uri, String servletPath, String pathInfo, String pattern, String servlet) {
        Map<String, Object> answers = new HashMap<>();
        answers.put("getMethod", "GET");
        answers.put("getProtocol", "HTTP/1.1");
        answers.put("getDispatcherType", DispatcherType.REQUEST);
        answers.put("isSecure", true);
        answers.put("getRequestURI", uri);
        answers.put("getServletPath", servletPath);
        answers.put("getPathInfo", pathInfo);
        answers.put(
                "getHttpServletMapping",
                answering(HttpServletMapping.class, Map.of("getPattern", pattern, "getServletName", servlet)));
        return answers;
    }

    /** A request with attributes, over TLS. */
    static HttpServletRequest request(Map<String, Object> answers, Map<String, Object> attributes) {
        HttpServletRequest plain = answering(HttpServletRequest.class, answers);
        return new HttpServletRequestWrapper(plain) {
            @Override
            public Object getAttribute(String name) {
                return name.equals("jakarta.servlet.request.cipher_suite") ? "any" : attributes.get(name);
            }

            @Override
            public void setAttribute(String name, Object value) {
                attributes.put(name, value);
            }

            @Override
            public void removeAttribute(String name) {
                attributes.remove(name);
            }
        };
    }

    /** A response that always says this status. */
    static HttpServletResponse response(int status, boolean committed) {
        ServletOutputStream nowhere = new ServletOutputStream() {
            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setWriteListener(WriteListener listener) {}

            @Override
            public void write(int octet) {}
        };
        return answering(
                HttpServletResponse.class,
                Map.of("getStatus", status, "isCommitted", committed, "getOutputStream", nowhere));
    }
}
