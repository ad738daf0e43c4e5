package dev.zt.testkit;

import dev.zt.guard.Guard;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** Makes the scenes of {@link ZtTest @ZtTest} and hands them out. Stateless. */
final class ZtTestExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {
    private static final ExtensionContext.Namespace PLACE = ExtensionContext.Namespace.create(ZtTestExtension.class);
    private static final Map<Class<?>, Function<ZtScene, Object>> GIVEN = Map.of(
            ZtScene.class, scene -> scene,
            ManualClock.class, ZtScene::clock,
            TestAuthority.class, ZtScene::authority,
            TestIssuer.class, ZtScene::issuer,
            RecordingAuditSink.class, ZtScene::audit,
            Guard.class, ZtScene::guard,
            TestService.class, ZtScene::serve);

    ZtTestExtension() {}

    /** A scene, and the context that it ends with. */
    private record Held(ZtScene scene, String owner) {}

    private static Held held(ExtensionContext context) {
        return context.getStore(PLACE)
                .getOrComputeIfAbsent(Held.class, key -> new Held(create(context), context.getUniqueId()), Held.class);
    }

    private static @Nullable Held known(ExtensionContext context) {
        return context.getStore(PLACE).get(Held.class, Held.class);
    }

    private static ZtScene create(ExtensionContext context) {
        Class<?> tests = context.getRequiredTestClass();
        ZtTest stated = stated(tests);
        return new ZtScene(new SceneTerms(
                stated.trustDomain(),
                stated.audience(),
                stated.issuer().isEmpty() ? null : stated.issuer(),
                new PolicyPlace(stated.policy(), tests.getClassLoader()),
                stated.now().isEmpty() ? null : instant(stated.now())));
    }

    private static Instant instant(String now) {
        try {
            return Instant.parse(now);
        } catch (DateTimeParseException e) {
            throw new ExtensionConfigurationException(
                    "@ZtTest(now = \"" + now + "\") is no instant: write such as 2026-01-01T00:00:00Z", e);
        }
    }

    // Nested classes are of the scene around them.
    private static ZtTest stated(Class<?> tests) {
        for (Class<?> at = tests; at != null; at = at.getEnclosingClass()) {
            ZtTest stated = at.getAnnotation(ZtTest.class);
            if (stated != null) {
                return stated;
            }
        }
        throw new ExtensionConfigurationException(tests + " is not annotated with @ZtTest");
    }

    /** Lets a constructor have what its one test has. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext rootContext) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return GIVEN.containsKey(parameter.getParameter().getType());
    }

    @Override
    public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return given(parameter.getParameter().getType(), held(context).scene());
    }

    private static Object given(Class<?> type, ZtScene scene) {
        Function<ZtScene, Object> way = GIVEN.get(type);
        if (way == null) {
            throw new ExtensionConfigurationException("a scene has no " + type);
        }
        return way.apply(scene);
    }

    // The fields of the one instance stay set, so the scene that they were set from has to stay too.
    @Override
    public void beforeAll(ExtensionContext context) {
        if (context.getTestInstanceLifecycle()
                .filter(Lifecycle.PER_CLASS::equals)
                .isPresent()) {
            held(context);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Held held = held(context);
        if (!held.owner().equals(context.getUniqueId())) {
            held.scene().settle();
        }
        for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
            fill(instance, held.scene());
        }
    }

    private static void fill(Object instance, ZtScene scene) {
        for (Field field : ReflectionSupport.findFields(
                instance.getClass(), ZtTestExtension::mayBeGiven, HierarchyTraversalMode.TOP_DOWN)) {
            try {
                field.setAccessible(true);
                if (field.get(instance) == null) {
                    field.set(instance, given(field.getType(), scene));
                }
            } catch (ReflectiveOperationException | RuntimeException e) {
                throw new ExtensionConfigurationException(
                        "cannot set " + field + ": ask for a parameter instead, or open its package to dev.zt.testkit",
                        e);
            }
        }
    }

    private static boolean mayBeGiven(Field field) {
        return GIVEN.containsKey(field.getType())
                && !Modifier.isStatic(field.getModifiers())
                && !Modifier.isFinal(field.getModifiers());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        end(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        end(context);
    }

    private static void end(ExtensionContext context) {
        Held held = known(context);
        if (held != null && held.owner().equals(context.getUniqueId())) {
            held.scene().close();
        }
    }
}
