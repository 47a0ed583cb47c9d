/**
 * Who is here: everybody on the roll in big rows, found by a few letters, and
 * several signed in or out at once. A second officer confirms each on a device
 * of their own.
 */

import { el, fill, mark, status } from "../../screen/dom.js";
import { actionButton, notice } from "../../screen/frame.js";
import { postName } from "../../post/posts.js";
import { Slices } from "../../screen/slices.js";
import { say } from "../../screen/words.js";
import { DESK, PEOPLE } from "../../words/desk.js";
import { Person } from "./person.js";

const AT_ONCE = 20; /* the colleague reads each of them */

/* What each filter lets through. */
const FILTERS = {
  all: () => true,
  absent: (seat) => !seat.present,
  present: (seat) => seat.present,
  noPhone: (seat) => !seat.enrolled,
  offline: (seat, phones) => seat.enrolled && !!phones &&
    !phones.has(seat.post),
};

export class PeopleView {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.query = "";
    this.filter = "all";
    this.marked = new Set();
    /** @type {Person|null} who is looked at alone */
    this.person = null;
    /** @type {Map<string, {said: string, node: HTMLElement}>} */
    this.rows = new Map();
  }

  /** Turns to one person, or with null back to all. */
  async turnTo(post) {
    this.person = post && new Person(this.desk, post);
    await this.desk.anew();
  }

  draw() {
    if (this.person)
      return this.person.draw();
    this.rows.clear();
    this.facts = el("section.card.strip");
    this.filters = el("div.chips", { role: "group",
      "aria-label": say(PEOPLE.show) });
    this.list = el("ul.plain.people");
    this.found = status();
    this.listing = el("p.small.soft");
    this.slices = new Slices(this.list, {
      make: (seat) => this.newRow(seat),
      there: ({ post }) => this.rows.get(post)?.node,
      isTrue: (seat) => this.rows.get(seat.post)?.said === this.said(seat),
      onProgress: (done, all) => this.listed(done, all) });
    this.bar = el("div.bar", { hidden: true });
    const search = el("input", { id: "search", type: "search",
      autocomplete: "off", placeholder: say(PEOPLE.search), oninput: () => {
        this.query = search.value;
        this.update();
      } });

    search.value = this.query;
    this.idle = notice("", "wait", el("p", say(PEOPLE.noSession)));
    this.update();
    return [this.facts, this.idle,
      el("section.card", el("div.field", el("label.unseen", { for: "search" },
        say(PEOPLE.search)), search), this.filters, this.found, this.list, this.listing),
      this.bar];
  }

  update() {
    if (this.person) {
      this.person.update();
      return;
    }
    const { people, phones } = this.desk;
    const shown = people.filter((seat) => FILTERS[this.filter](seat, phones) &&
      this.fits(seat));

    this.idle.hidden = !!this.desk.session || people.length === 0;
    this.drawFacts();
    this.drawFilters();
    this.keepRows(shown);
    this.found.textContent = people.length === 0 ? say(PEOPLE.empty)
      : shown.length === 0 ? say(PEOPLE.nobody) : "";
    this.drawBar();
  }

  drawFacts() {
    const { attendance } = this.desk.log.conference();
    const { people, phones } = this.desk;
    const enrolled = people.filter((seat) => seat.enrolled);
    const fact = (words, value) => el("div.fact", el("span.soft", say(words)),
      el("b.number", value));

    fill(this.facts, fact(DESK.due, attendance.due),
      fact(DESK.present, attendance.present),
      attendance.quorum !== undefined &&
        fact(DESK.quorum, attendance.quorum ?? "—"),
      fact(DESK.online, phones ? `${enrolled.filter((seat) =>
        phones.has(seat.post)).length} / ${enrolled.length}` : "—"));
  }

  drawFilters() {
    const { people, phones } = this.desk;
    const focused = this.filters.contains(document.activeElement);
    const buttons = Object.keys(FILTERS).map((name) => el("button",
      { type: "button", "aria-pressed": String(name === this.filter),
        onclick: () => {
          this.filter = name;
          this.update();
        } }, say(PEOPLE[name]), " ", el("span.number", people.filter((seat) =>
        FILTERS[name](seat, phones)).length)));

    fill(this.filters, buttons);
    if (focused)
      this.filters.querySelector("[aria-pressed=true]").focus();
  }

  /* Part of a name in either language, of a delegation, or a number. */
  fits({ post }) {
    const name = this.desk.names.known.get(post);
    const number = post.split("/")[1];
    const words = [name?.zh, name?.en, name?.group, number].filter(Boolean)
      .join("\n").toLowerCase();
    const wanted = this.query.trim().toLowerCase();

    return /^\d+$/.test(wanted)
      ? number.replace(/^0+/, "").startsWith(wanted.replace(/^0+/, ""))
      : wanted.split(/\s+/).every((word) => words.includes(word));
  }

  /* ---- Rows --------------------------------------------------------------- */

  /* A row is made anew only when what it says has changed; a long list is
   * filled slice by slice, and can be searched meanwhile. */
  keepRows(shown) {
    this.waiting = this.desk.waiting();
    this.slices.show(shown);
  }

  said(seat) {
    const { desk } = this;

    return JSON.stringify([seat, !!desk.session, desk.names.of(seat.post),
      FILTERS.offline(seat, desk.phones), this.waiting.has(seat.post)]);
  }

  newRow(seat) {
    const node = this.row(seat);

    this.rows.set(seat.post, { said: this.said(seat), node });
    return node;
  }

  listed(done, all) {
    this.listing.textContent = done < all ? say(PEOPLE.listing, { done, all })
      : "";
  }

  row(seat) {
    const { post } = seat;
    const name = this.desk.names.of(post);
    const known = this.desk.names.known.get(post);
    const box = el("input", { type: "checkbox", checked: this.marked.has(post),
      disabled: !this.desk.session, onchange: () => {
        this.marked[box.checked ? "add" : "delete"](post);
        this.drawBar();
      } });

    return el("li.person", el("label", box, el("span.name", el("b", name),
      el("span.soft.small", [postName(post), known?.group].filter(Boolean)
        .join(" · ")))),
    el("span.signs", this.chips(seat)),
    el("button.button.quiet", { type: "button",
      "aria-label": say(PEOPLE.more, { name }),
      onclick: () => void this.turnTo(post) }, mark("next")));
  }

  chips(seat) {
    const offline = FILTERS.offline(seat, this.desk.phones);

    return [
      this.waiting.has(seat.post) && el("span.chip.warn", mark("wait"),
        say(PEOPLE.waits)),
      seat.open.some((r) => r.standing === "has-sheet") &&
        el("span.chip", say(PEOPLE.sheet)),
      !seat.enrolled && el("span.chip", say(PEOPLE.noPhone)),
      offline && el("span.chip.warn", say(PEOPLE.offline)),
      this.desk.session && (seat.present
        ? el("span.chip.good", mark("tick"), say(PEOPLE.present))
        : el("span.chip", say(PEOPLE.absent)))];
  }

  /* ---- Several at once ---------------------------------------------------- */

  drawBar() {
    const waiting = this.desk.waiting();
    const marked = this.desk.people.filter((seat) =>
      this.marked.has(seat.post) && !waiting.has(seat.post));
    const absent = marked.filter((seat) => !seat.present);
    const present = marked.filter((seat) => seat.present);
    const act = (words, list, how) => list.length > 0 && actionButton(how,
      [0, 1].map((i) => words[i].replace("{n}", list.length)),
      () => this.moveAll(list));

    this.bar.hidden = marked.length === 0;
    if (this.bar.hidden) {
      fill(this.bar);
      return;
    }
    fill(this.bar, el("p", { role: "status" }, el("b", say(PEOPLE.marked,
      { n: marked.length })), el("br"), el("span.small", say(
      marked.length > AT_ONCE ? PEOPLE.tooMany : PEOPLE.second,
      { n: AT_ONCE }))),
    el("div.bar-actions", marked.length <= AT_ONCE && [
      act(PEOPLE.signIn, absent, ".primary"),
      act(PEOPLE.signOut, present, "")],
    el("button.button.quiet", { type: "button", onclick: () => {
      this.unmark(marked.map((seat) => seat.post));
    } }, say(PEOPLE.clear))));
  }

  unmark(posts) {
    for (const post of posts) {
      this.marked.delete(post);
      this.rows.delete(post);
    }
    this.update();
  }

  async moveAll(seats) {
    for (const seat of seats)
      this.desk.move(seat);
    this.unmark(seats.map((seat) => seat.post));
  }
}
