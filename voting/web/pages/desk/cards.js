/**
 * Cards to print: A4, eight on a page. On the screen their codes and digits are
 * blurred, since a desk is a place where people look over each other's
 * shoulders; on paper they are sharp.
 */

import { keep, recall } from "../../log/device.js";
import { el, fill, status } from "../../screen/dom.js";
import { notice } from "../../screen/frame.js";
import { postName } from "../../post/posts.js";
import { qrCode } from "../../screen/qr.js";
import { language, say } from "../../screen/words.js";
import { CARDS, DESK } from "../../words/desk.js";

const ON_PAGE = 8;
const PRINTED = "desk/printed"; /* what stands on every card */

/** The address that cards lead to, without a slash at its end. */
export function addressOfCards() {
  return recall(PRINTED)?.address ?? location.origin;
}

/** @param {string} typed @returns {string|null} null: it is none */
function asAddress(typed) {
  const address = typed.trim().replace(/\/+$/, "");

  return /^https?:\/\/[^\s/?#]+(\/[^\s?#]*)?$/.test(address) ? address : null;
}

/** Pages as they will come out of the printer; on a small screen to scroll. */
export function sheetsOf(pages, kind = "") {
  return el(`div.sheets.scroll${kind}`, { tabindex: "0", role: "region",
    "aria-label": say(CARDS.paper) }, pages);
}

/* What people type or read: without the protocol. */
const spoken = (address) => address.replace(/^https?:\/\//, "");

/**
 * A page of cards.
 *
 * @param {import("./desk.js").Desk} desk
 * @param {[string, string][]} cards  post and token of each, at most eight
 * @returns {HTMLElement}
 */
export function cardSheets(desk, cards) {
  return sheetsOf([cardPage(desk, cards)], ".secret");
}

function cardPage(desk, cards) {
  return el("section.a4.eight", cards.map(([post, token]) =>
    cardOf(desk, post, token)));
}

function cardOf(desk, post, token) {
  const { core } = desk.hall;
  const address = addressOfCards();
  const wifi = recall(PRINTED)?.wifi ?? "";
  const group = desk.names.known.get(post)?.group;
  const help = CARDS.help[language() === "zh" ? 0 : 1];

  return el("article.voting-card",
    el("p.card-top", desk.titleOfConference()),
    el("div.card-code", qrCode(`${address}/#${token}`, say(CARDS.scan))),
    el("div.card-side",
      el("h3", el("bdi", desk.names.of(post))),
      el("p", postName(post), group && [" · ", el("bdi", group)]),
      wifi && el("p.wifi", el("bdi", wifi))),
    el("ol.plain", help.map((line) => el("li",
      line.replace("{address}", spoken(address))))),
    el("p.card-digits.number", core.tokenDigits(core.readToken(token))
      .split(" ").map((digits) => [el("span", digits), " "])));
}

export class CardsView {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.sure = false; /* the first of two taps */
    this.drawing = 0; /* which drawing of the sheets is the last */
    this.wiped = false;
  }

  async prepare() {
    await this.desk.readTitle();
  }

  draw() {
    const posts = this.desk.cards.unused();

    this.shown = posts.join();
    this.sheets = el("div");
    this.progress = el("div", { role: "status" });
    this.printing = el("button.button.primary.large", { type: "button",
      disabled: true, onclick: () => print() }, say(DESK.print));
    if (posts.length === 0)
      return [this.wiped && notice("good", "tick", el("p", { role: "status" },
        say(CARDS.wiped))),
      el("section.card", el("h1", say(CARDS.heading)),
        el("p.soft", say(CARDS.none)))];
    void this.drawSheets(posts);
    return [
      el("section.card.unprinted", el("h1", say(CARDS.heading)),
        el("p", say(CARDS.here, { n: posts.length,
          pages: Math.ceil(posts.length / ON_PAGE) })),
        notice("warn", "lock", el("p", say(CARDS.secret))),
        this.fields(posts),
        el("div.actions.row",
          this.printing, this.wiping()), this.progress),
      el("p.soft.small.unprinted", say(CARDS.preview)),
      this.sheets];
  }

  /* Cards that have been used meanwhile are not printed. */
  update() {
    if (this.desk.cards.unused().join() !== this.shown)
      this.desk.frame.redraw();
  }

  /* Page by page: the codes of a thousand cards take some seconds. */
  async drawSheets(posts) {
    const tokens = this.desk.cards.all();
    const pages = sheetsOf([], ".secret");
    const drawing = ++this.drawing;

    fill(this.sheets, pages);
    this.printing.disabled = true;
    for (let at = 0; at < posts.length; at += ON_PAGE) {
      pages.append(cardPage(this.desk, posts.slice(at, at + ON_PAGE)
        .map((post) => [post, tokens[post]])));
      if (at + ON_PAGE < posts.length)
        fill(this.progress, el("span.soft", say(CARDS.drawing,
          { done: at + ON_PAGE, all: posts.length })));
      await new Promise((resolve) => setTimeout(resolve));
      if (drawing !== this.drawing)
        return; /* drawn anew meanwhile */
    }
    fill(this.progress);
    this.printing.disabled = false;
  }

  fields(posts) {
    const error = status("alert");
    const address = el("input", { id: "address", value: addressOfCards(),
      type: "url", autocomplete: "off", onchange: () => put() });
    const wifi = el("input", { id: "wifi", maxlength: 60, autocomplete: "off",
      value: recall(PRINTED)?.wifi ?? "", "aria-describedby": "wifi-hint",
      onchange: () => put() });
    const put = () => {
      const good = asAddress(address.value);

      error.textContent = good ? "" : say(CARDS.badAddress);
      if (good)
        keep(PRINTED, { address: good, wifi: wifi.value.trim() });
      void this.drawSheets(posts);
    };

    return el("div.pair",
      el("div.field", el("label", { for: "address" }, say(CARDS.address)),
        address, error),
      el("div.field", el("label", { for: "wifi" }, say(CARDS.wifi)), wifi,
        el("p.small.soft", { id: "wifi-hint" }, say(CARDS.wifiHint))),
      el("p.small.soft", say(CARDS.tongue)));
  }

  wiping() {
    return el("button.button.danger", { type: "button", onclick: () => {
      if (this.sure)
        this.desk.cards.wipe();
      this.wiped = this.sure;
      this.sure = !this.sure;
      void this.desk.anew();
    } }, say(this.sure ? CARDS.wipeSure : CARDS.wipe));
  }
}
