/**
 * The desk: who is here, cards and lost phones, the roll, and whatever people
 * without a phone need. One page of four views; each keeps what was typed and
 * marked in it while the log goes on.
 */

import { addStyle } from "../../assets.js";
import { Cards } from "./kept_cards.js";
import { colleagueCard, Officer } from "../../post/colleague.js";
import { namesUnder } from "../../log/device.js";
import { el } from "../../screen/dom.js";
import { Frame, notice } from "../../screen/frame.js";
import { ServerError } from "../../log/server.js";
import { say } from "../../screen/words.js";
import { DESK } from "../../words/desk.js";
import { PHONE } from "../../words/phone.js";
import { CardsView } from "./cards.js";
import { PeopleView } from "./people.js";
import { RollView } from "./roll.js";
import { WithoutView } from "./without.js";

const LOOK_FOR_PHONES_MS = 15000;
const WAITS = /^draft\/(?:present|leave|reissue)\/([a-z]+\/\d+)\//;

/** @param {HTMLElement} root */
export async function start(root) {
  addStyle("pages/desk/desk.css");
  addStyle("pages/desk/print.css");
  await new Desk(new Frame(root, { title: DESK.title, wide: true })).open();
}

export class Desk extends Officer {
  /** @param {Frame} frame */
  constructor(frame) {
    super(frame, ["desk"]);
    this.views = new Map([["people", new PeopleView(this)],
      ["roll", new RollView(this)], ["cards", new CardsView(this)],
      ["without", new WithoutView(this)]]);
    this.at = "people";
    this.turns = 0;
    /** @type {Cards|null} once the log is known */
    this.drawer = null;
    this.newDrawer = null;
    /** Posts whose phone was heard of lately; null: not known. */
    this.phones = null;
  }

  async open() {
    await super.open();
    setInterval(() => void this.lookForPhones(), LOOK_FOR_PHONES_MS);
  }

  onSize() {
    void this.refresh();
  }

  get view() {
    return this.views.get(this.at);
  }

  /** Cards to print. */
  get cards() {
    return this.drawer ??= new Cards(this);
  }

  /** Cards that are being issued anew, one by one. */
  get newCards() {
    return this.newDrawer ??= new Cards(this, "new-cards");
  }

  /** The session that is running, or undefined. */
  get session() {
    return this.log.conference().sessions.find((s) => s.stage === "running");
  }

  /** Goes to a view. @param {string} name */
  async turnTo(name) {
    this.at = name;
    await this.anew();
  }

  /** The view as it is now, drawn as a whole. */
  async anew() {
    this.turns += 1;
    await this.showNow();
  }

  async screen() {
    this.people = this.log.seats().filter((seat) => !seat.retired);
    await this.readNames();
    await this.view.prepare?.();
    this.frame.show(`desk ${this.at} ${this.turns}`, () => [
      colleagueCard(this), this.nav(),
      this.nameless && notice("warn", "alert", el("p", say(DESK.noNames))),
      this.view.draw()]);
    this.view.update?.();
    if (this.phones === null)
      void this.lookForPhones();
  }

  /* Names are asked for when there is somebody whose name is not known. */
  async readNames() {
    this.nameless = false;
    if (this.people.every(({ post }) => this.names.known.has(post)))
      return;
    try {
      await this.names.load();
    } catch (error) {
      if (!(error instanceof ServerError))
        throw error;
      this.nameless = true;
    }
  }

  /** Reads the conference's title, for what is printed. */
  async readTitle() {
    this.title = await this.hall.texts.read(this.log.conference().title)
      .catch(() => null);
  }

  titleOfConference() {
    return this.title ? say(this.title.title) : say(PHONE.title);
  }

  async lookForPhones() {
    if (!this.me || !this.follower?.sound || document.hidden)
      return;
    try {
      const lines = await this.ask({ want: "phones" });

      this.phones = new Set(new TextDecoder().decode(lines).trim().split("\n"));
    } catch (error) {
      if (!(error instanceof ServerError))
        throw error;
      this.phones = null;
    }
    this.view.update?.();
  }

  /** Whose signing in or out, or new card, is to be confirmed.
   *  @returns {Set<string>} */
  waiting() {
    return new Set(namesUnder("draft/").map((name) => WAITS.exec(name)?.[1]));
  }

  /** @param {string} post */
  waits(post) {
    return this.waiting().has(post);
  }

  /**
   * Signs somebody in or out, from what they are now. What becomes of it stands
   * in the colleague's card.
   *
   * @param {{post: string, present: boolean}} seat
   */
  move({ post, present }) {
    const at = this.hall.time();
    const draft = present ? this.log.draft.leave({ post, at })
      : this.log.draft.present({ post, how: "card", at });
    const name = `${present ? "leave" : "present"}/${post}/${this.log.size}`;

    void this.together(name, draft).catch(() => {})
      .then(() => this.showNow());
  }

  nav() {
    return el("nav.views.unprinted", { "aria-label": say(DESK.views) },
      [...this.views.keys()].map((name) => el("button", { type: "button",
        "aria-current": name === this.at ? "page" : null,
        onclick: () => void this.turnTo(name) }, say(DESK[name]))));
  }
}
