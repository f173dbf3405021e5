// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.web;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Headless Chromium, one for all tests of this JVM: each test has an origin of its own, and so nothing in common with others. */
final class Browser {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Pattern REQUESTED = Pattern.compile(
            "\"Network\\.(?:requestWillBeSent|webSocketCreated)\".*?\"url\":\"((?:https?|wss?)://[^/\"]*)");
    private static final Dimension WIDE = new Dimension(1280, 820);
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private static final Set<String> GRAVE = Set.of("serious", "critical");

    private static Browser running;

    private final ChromeDriver driver;

    private Browser() {
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toString());
        options.setCapability("goog:loggingPrefs", logs);
        options.setAcceptInsecureCerts(true);
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--host-resolver-rules=MAP agents.example 127.0.0.1",
                "--force-color-profile=srgb");
        driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(new File(DRIVER.toString()))
                        .build(),
                options);
        driver.manage().timeouts().pageLoadTimeout(Duration.ofSeconds(30));
        driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(30));
        Runtime.getRuntime().addShutdownHook(new Thread(driver::quit, "chromium-stop"));
    }

    /** Returns the browser, with one empty wide window; without Chromium the test is skipped, and fails where {@code CI=true}. */
    static synchronized Browser get() {
        if (running == null) {
            if (!Files.isExecutable(CHROMIUM) || !Files.isExecutable(DRIVER)) {
                String sentence = "Chromium and ChromeDriver are not in /usr/bin. Run ./verify, which installs them.";
                if ("true".equals(System.getenv("CI"))) {
                    Assertions.fail(sentence);
                }
                Assumptions.abort(sentence);
            }
            running = new Browser();
        }
        running.reset();
        return running;
    }

    private void reset() {
        List<String> windows = List.copyOf(driver.getWindowHandles());
        driver.switchTo().newWindow(WindowType.TAB);
        String fresh = driver.getWindowHandle();
        windows.forEach(window -> driver.switchTo().window(window).close());
        driver.switchTo().window(fresh);
        driver.executeCdpCommand("Network.clearBrowserCookies", Map.of()); // they know no ports
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of()));
        resize(WIDE.getWidth(), WIDE.getHeight());
        logs(LogType.BROWSER);
        logs(LogType.PERFORMANCE);
    }

    ChromeDriver driver() {
        return driver;
    }

    /** Opens the chat page in the current tab. */
    ChatPage open(URI address) {
        driver.get(address.toString());
        return new ChatPage(this, driver.getWindowHandle());
    }

    /** Opens the chat page in another tab. */
    ChatPage openAnother(URI address) {
        driver.switchTo().newWindow(WindowType.TAB);
        return open(address);
    }

    /** Leaves the page. */
    void leave() {
        driver.get("about:blank");
    }

    void resize(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    void dark() {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
    }

    /** Says that the user wants nothing to move. */
    void still() {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    /** Keeps a picture of the current tab for people to look at. */
    void picture(String name) {
        driver.executeAsyncScript("const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() =>"
                + " Promise.allSettled(document.getAnimations().filter((a) => a.effect.getComputedTiming().iterations !== Infinity)"
                + ".map((a) => a.finished)).then(() => done())))");
        try {
            Files.createDirectories(SCREENSHOTS);
            Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Lets axe look at the current tab, and returns what keeps people out. Its newer mode loses a tab of its own on a busy machine. */
    @SuppressWarnings("deprecation")
    List<String> barriers() {
        return new AxeBuilder()
                .setLegacyMode().analyze(driver).getViolations().stream()
                        .filter(rule -> GRAVE.contains(rule.getImpact()))
                        .map((Rule rule) -> rule.getId() + ": " + rule.getNodes())
                        .toList();
    }

    /** Runs a script in each page of the current tab from now on, before the scripts of the page. */
    void before(String script) {
        driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
    }

    /** Freezes the current tab as a browser does with one that nobody looks at, or thaws and shows it. */
    void freeze(boolean frozen) {
        driver.executeCdpCommand("Page.setWebLifecycleState", Map.of("state", frozen ? "frozen" : "active"));
        if (!frozen) {
            driver.executeCdpCommand("Page.bringToFront", Map.of());
        }
    }

    /** Returns what went wrong in pages since the last call: errors of scripts and of the policy, not of the network. */
    List<String> errors() {
        return logs(LogType.BROWSER)
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .filter(message -> !message.contains("Failed to load resource")
                        && !message.contains("WebSocket connection to")
                        && !message.contains("net::ERR_"))
                .toList();
    }

    /** Returns to whom requests went since the last call, as origins. */
    List<String> origins() {
        return logs(LogType.PERFORMANCE)
                .map(LogEntry::getMessage)
                .flatMap(message -> REQUESTED.matcher(message).results())
                .map((MatchResult result) -> result.group(1).replaceFirst("^ws", "http"))
                .distinct()
                .toList();
    }

    private Stream<LogEntry> logs(String type) {
        return driver.manage().logs().get(type).getAll().stream();
    }
}
