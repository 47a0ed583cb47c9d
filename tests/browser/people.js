/*
 * people.js - each person with a browser of their own: a context of Debian's
 * Chromium, in which nothing is shared with others, and whatever the page says
 * to the console or asks of another host is remembered.
 */
import { existsSync } from "node:fs";

import { chromium } from "playwright-core";

import { JOIN } from "../../voting/web/words/join.js";

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser"];
/* A slow machine gets this long for each condition, and usually needs little. */
const PATIENCE_MS = Number(process.env.PATIENCE_S ?? 60) * 1000;

/* Chromium itself notes each request that failed; those are what some tests
 * are about. */
const OF_THE_NETWORK = /^Failed to load resource/;

export class People {
  static async gather() {
    const people = new People();

    people.browser = await chromium.launch({
      executablePath: CHROMIUM.find((path) => existsSync(path)),
      args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"] });
    people.all = [];
    return people;
  }

  /**
   * @param {string} name
   * @param {{language?: "zh"|"en", width?: number, height?: number}} [how]
   */
  async person(name, { language = "zh", width = 390, height = 844 } = {}) {
    const context = await this.browser.newContext({
      locale: language === "zh" ? "zh-CN" : "en-GB",
      timezoneId: "Asia/Shanghai", viewport: { width, height },
      permissions: ["clipboard-read", "clipboard-write"] });

    context.setDefaultTimeout(PATIENCE_MS);
    const person = new Person(name, language, context,
      await context.newPage());

    this.all.push(person);
    return person;
  }

  async leave() {
    await this.browser.close();
  }
}

export class Person {
  constructor(name, language, context, page) {
    this.name = name;
    this.language = language;
    this.context = context;
    this.page = page;
    /** What the console said, or the page threw. @type {string[]} */
    this.complaints = [];
    /** Addresses that were asked for. @type {Set<string>} */
    this.asked = new Set();
    context.on("request", (request) => this.asked.add(request.url()));
    page.on("pageerror", (error) => this.complaints.push(String(error)));
    page.on("dialog", (dialog) => {
      this.complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type()) &&
          !OF_THE_NETWORK.test(message.text()))
        this.complaints.push(message.text());
    });
  }

  async go(address) {
    await this.page.goto(address);
  }

  /**
   * Lays an officer's key, which was enrolled elsewhere, into this browser; the
   * pages that are opened afterwards find it there.
   *
   * @param {{post: string, name: string, seed: string, origin: string}} key
   */
  async holds(key) {
    await this.context.addInitScript(([name, text]) => {
      try {
        localStorage.setItem(name, text);
      } catch {
        /* A page without an address keeps nothing. */
      }
    }, [`congress/keys/${key.post}`, JSON.stringify(key)]);
  }

  /** Opens a card's address, and says yes, this device. */
  async enrol(address, token) {
    await this.go(`${address}#${token}`);
    await this.press(JOIN.useThis);
  }

  /** The words of this person's language, of a pair as in words/. */
  word(pair) {
    const [zh, en] = pair;

    return this.language === "zh" ? zh : en;
  }

  /** Waits until the page says so. Only the beginning up to a {blank} counts. */
  async sees(pair) {
    const words = this.word(Array.isArray(pair) ? pair : [pair, pair])
      .split("{")[0];

    await this.page.getByText(words).first().waitFor();
  }

  /** Waits for a heading of exactly these words. */
  async heads(pair) {
    await this.page.getByRole("heading",
      { name: this.word(pair), exact: true }).waitFor();
  }

  /** Presses the button of that name; waits until there is one to press. */
  async press(pair, index = 0) {
    await this.page.getByRole("button", { name: this.word(pair), exact: true })
      .nth(index).click();
  }

  /** What the page keeps under a name. */
  async kept(name) {
    return this.page.evaluate((key) =>
      JSON.parse(localStorage.getItem(`congress/${key}`)), name);
  }

  /** The text of the page. */
  async text() {
    return this.page.locator("#page").innerText({ timeout: 1000 });
  }
}
