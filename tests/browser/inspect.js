/*
 * inspect.js - looks at a screen as it is: axe-core finds nothing serious, it
 * fits a narrow screen with text of twice the size, in both languages, and a
 * picture of it is kept where SCREENSHOTS names a folder.
 */
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const AXE = readFileSync(createRequire(import.meta.url)
  .resolve("axe-core/axe.min.js"), "utf8");
const FOLDER = process.env.SCREENSHOTS;
const GRAVE = ["serious", "critical"];

/** What was found on all screens so far. @type {string[]} */
export const findings = [];
/** The names of those that were looked at. @type {string[]} */
export const inspected = [];

if (FOLDER)
  mkdirSync(FOLDER, { recursive: true });

async function axe(page) {
  await page.evaluate(AXE);
  return page.evaluate(async (grave) => {
    const { violations } = await globalThis.axe.run(document,
      { resultTypes: ["violations"] });

    return violations.filter((v) => grave.includes(v.impact)).flatMap((v) =>
      v.nodes.map((n) => `${v.id}: ${n.target.join(" ")}: ${n.failureSummary}`));
  }, GRAVE);
}

async function picture(page, name) {
  if (!FOLDER)
    return;
  /* What stays in sight while one scrolls would lie across the picture. */
  await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: join(FOLDER, `${name}.png`),
    fullPage: true });
}

/* How far the page is wider than the screen, in pixels. */
const overhang = (page) => page.evaluate(() =>
  document.documentElement.scrollWidth - innerWidth);

/* Words that are cut off, or that stand outside of the screen: of each element
 * that has any, its beginning. What scrolls by itself may be as wide as it is. */
const cutWords = (page) => page.evaluate(() => {
  const found = [];

  for (const node of document.querySelectorAll("#page *")) {
    const own = [...node.childNodes].some((child) =>
      child.nodeType === Node.TEXT_NODE && child.textContent.trim() !== "");
    const style = getComputedStyle(node);

    if (!own || node.closest(".unseen, .scroll, .sheet, textarea, option") ||
        !node.checkVisibility())
      continue;
    const { left, right } = node.getBoundingClientRect();

    if (left < -1 || right > innerWidth + 1 ||
        (["hidden", "clip"].includes(style.overflowX) &&
         node.scrollWidth > node.clientWidth + 1))
      found.push(`${node.localName}: ${node.textContent.slice(0, 40)}`);
  }
  return found;
});

/**
 * @param {import("./people.js").Person} person
 * @param {string} name  of the screen, for messages and pictures
 */
export async function inspect(person, name) {
  const { page } = person;
  const usual = page.viewportSize();
  const look = async (what, language) => {
    for (const fault of await axe(page))
      findings.push(`${name} ${what} ${language}: ${fault}`);
    if (await overhang(page) > 0)
      findings.push(`${name} ${what} ${language}: wider than the screen`);
    for (const words of await cutWords(page))
      findings.push(`${name} ${what} ${language}: cut: ${words}`);
    await picture(page, `${name}-${what}-${language}`);
  };
  const twice = async (language) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await page.evaluate(() => {
      document.documentElement.style.fontSize = "200%";
    });
    await look("320", language);
    await page.evaluate(() => {
      document.documentElement.style.fontSize = "";
    });
    await page.setViewportSize(usual);
  };

  for (const language of [person.language, person.language === "zh" ? "en" : "zh"]) {
    await speak(page, language);
    await look(String(usual.width), language);
    await twice(language);
  }
  await speak(page, person.language);
  inspected.push(name);
}

/* By the page's own button, which says the other language's name. */
async function speak(page, language) {
  const tongue = language === "zh" ? "中文" : "English";
  const button = page.locator(".top button", { hasText: tongue });

  if (await button.count() > 0)
    await button.click();
}

/** A picture of a screen as it is, where SCREENSHOTS names a folder. */
export async function photograph({ page, language }, name) {
  await picture(page, `${name}-${page.viewportSize().width}-${language}`);
}

/** How far what stands on the wall is higher than its place, in pixels. */
export const spill = ({ page }) => page.locator("main section").first()
  .evaluate((section) => section.scrollHeight - section.clientHeight);

/** The wall has no button and one shape: pictures at both of its sizes. */
export async function inspectWall(person, name) {
  const { page } = person;

  for (const [width, height] of [[1920, 1080], [1280, 720]]) {
    await page.setViewportSize({ width, height });
    const language = await page.evaluate(() => document.documentElement.lang);

    await picture(page, `wall-${name}-${width}-${language.slice(0, 2)}`);
    if (await overhang(page) > 0)
      findings.push(`wall ${name} ${width}: wider than the wall`);
    if (await spill(person) > 1)
      findings.push(`wall ${name} ${width}: higher than the wall`);
  }
  for (const fault of await axe(page))
    findings.push(`wall ${name}: ${fault}`);
  inspected.push(`wall-${name}`);
}
