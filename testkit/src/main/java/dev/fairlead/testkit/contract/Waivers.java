// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit.contract;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;

/** Reports the tests of waived rules as skipped, with the reason, and the waivers that nothing needs as failures. */
final class Waivers implements InvocationInterceptor, AfterAllCallback {
    private final Set<String> tried = ConcurrentHashMap.newKeySet();
    private final Set<String> needed = ConcurrentHashMap.newKeySet();
    private final Set<String> waived = ConcurrentHashMap.newKeySet();

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> test, ExtensionContext context)
            throws Throwable {
        Rule rule = test.getExecutable().getAnnotation(Rule.class);
        if (rule == null) {
            invocation.proceed();
            return;
        }
        Map<String, String> all = ((WireFixture) context.getRequiredTestInstance()).waivers();
        waived.addAll(all.keySet());
        tried.add(rule.value());
        String waiver = all.get(rule.value());
        if (waiver == null) {
            invocation.proceed();
            return;
        }
        Assertions.assertFalse(waiver.isBlank(), () -> "The waiver of [" + rule.value() + "] gives no reason.");
        try {
            invocation.proceed();
        } catch (TestAbortedException e) {
            throw e;
        } catch (Exception | AssertionError e) {
            needed.add(rule.value());
            context.publishReportEntry("waived " + rule.value(), waiver);
            Assumptions.abort("[" + rule.value() + "] is waived: " + waiver);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        for (String rule : waived) {
            if (tried.contains(rule) && !needed.contains(rule)) {
                Assertions.fail("[" + rule + "] holds: remove its waiver.");
            }
        }
    }
}
