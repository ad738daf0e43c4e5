package dev.zt;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.zt", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final DescribedPredicate<JavaClass> LIBRARY_TYPE = DescribedPredicate.describe(
            "a type of Nimbus, Jackson, BouncyCastle or Caffeine",
            type -> type.getPackageName().startsWith("com.nimbusds")
                    || type.getPackageName().startsWith("com.fasterxml")
                    || type.getPackageName().startsWith("org.bouncycastle")
                    || type.getPackageName().startsWith("com.github.benmanes"));

    @ArchTest
    static final ArchRule packages_importInOneOrder = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("identity")
            .definedBy("dev.zt.identity")
            .layer("config")
            .definedBy("dev.zt.config")
            .layer("jose")
            .definedBy("dev.zt.jose")
            .layer("fetch")
            .definedBy("dev.zt.fetch")
            .layer("keys")
            .definedBy("dev.zt.keys")
            .layer("request")
            .definedBy("dev.zt.request")
            .layer("message")
            .definedBy("dev.zt.message")
            .layer("verify")
            .definedBy("dev.zt.verify")
            .layer("posture")
            .definedBy("dev.zt.posture")
            .layer("policy")
            .definedBy("dev.zt.policy")
            .layer("audit")
            .definedBy("dev.zt.audit")
            .layer("tls")
            .definedBy("dev.zt.tls")
            .layer("issue")
            .definedBy("dev.zt.issue")
            .layer("enrolment")
            .definedBy("dev.zt.enrolment")
            .layer("own")
            .definedBy("dev.zt.own")
            .layer("guard")
            .definedBy("dev.zt.guard")
            .layer("outbound")
            .definedBy("dev.zt.outbound")
            .whereLayer("identity")
            .mayNotAccessAnyLayer()
            .whereLayer("jose")
            .mayNotAccessAnyLayer()
            .whereLayer("config")
            .mayOnlyAccessLayers("identity")
            .whereLayer("fetch")
            .mayOnlyAccessLayers("identity", "config")
            .whereLayer("keys")
            .mayOnlyAccessLayers("identity", "config", "jose", "fetch")
            .whereLayer("request")
            .mayOnlyAccessLayers("identity", "jose")
            .whereLayer("message")
            .mayOnlyAccessLayers("identity", "jose")
            .whereLayer("verify")
            .mayOnlyAccessLayers("identity", "jose", "keys", "request", "message", "tls")
            .whereLayer("posture")
            .mayOnlyAccessLayers("identity", "config")
            .whereLayer("policy")
            .mayOnlyAccessLayers("identity", "config", "posture")
            .whereLayer("audit")
            .mayOnlyAccessLayers("identity", "config", "verify", "policy")
            .whereLayer("issue")
            .mayOnlyAccessLayers("identity")
            .whereLayer("tls")
            .mayOnlyAccessLayers("identity", "jose", "keys")
            .whereLayer("enrolment")
            .mayOnlyAccessLayers("identity", "config", "jose", "fetch", "keys", "posture")
            .whereLayer("own")
            .mayOnlyAccessLayers(
                    "identity", "config", "jose", "fetch", "keys", "message", "posture", "tls", "enrolment")
            .whereLayer("guard")
            .mayOnlyAccessLayers(
                    "identity",
                    "config",
                    "keys",
                    "request",
                    "message",
                    "verify",
                    "posture",
                    "policy",
                    "audit",
                    "tls",
                    "own")
            .whereLayer("outbound")
            .mayOnlyAccessLayers("identity", "message", "verify", "tls", "own");

    @ArchTest
    static final ArchRule packages_haveNoCycles =
            slices().matching("dev.zt.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule time_comesFromAnInstantSource = noClasses()
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callConstructor(java.util.Date.class);

    @ArchTest
    static final ArchRule identity_neverHidesInAThread =
            noClasses().should().dependOnClassesThat().areAssignableTo(ThreadLocal.class);

    @ArchTest
    static final ArchRule libraries_appearInNoPublicSignature = methods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .arePublic()
            .should()
            .notHaveRawReturnType(LIBRARY_TYPE)
            .andShould()
            .notHaveRawParameterTypes(DescribedPredicate.describe(
                    "library types", types -> types.stream().anyMatch(LIBRARY_TYPE)));

    @ArchTest
    static final ArchRule nimbus_staysOffThePathOfATokens = noClasses()
            .that()
            .resideOutsideOfPackage("dev.zt.jose")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.nimbusds..");
}
