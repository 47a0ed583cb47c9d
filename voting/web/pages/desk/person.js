/**
 * One person: signed in or out, and a new card where the old one or the phone
 * is lost. The new card's code stands on the whole screen until it is used, and
 * its secret is nowhere afterwards.
 */

import { el } from "../../screen/dom.js";
import { actionButton, notice } from "../../screen/frame.js";
import { postName } from "../../post/posts.js";
import { qrCode } from "../../screen/qr.js";
import { language, say } from "../../screen/words.js";
import { DESK, PEOPLE, REISSUE } from "../../words/desk.js";
import { addressOfCards, cardSheets } from "./cards.js";

const REASONS = ["lost", "broken", "unused", "mistake"];

export class Person {
  /**
   * @param {import("./desk.js").Desk} desk
   * @param {string} post
   */
  constructor(desk, post) {
    this.desk = desk;
    this.post = post;
    this.reason = "lost";
    this.issued = false;
  }

  get seat() {
    return this.desk.people.find((seat) => seat.post === this.post);
  }

  draw() {
    return this.issued ? this.cardScreen() : this.ownScreen();
  }

  /* A new card is shown once the log has it, until it is put away. */
  update() {
    const { newCards, phones } = this.desk;

    this.issued ||= newCards.isUnused(this.post);
    const now = JSON.stringify([this.seat, this.waits(), this.issued,
      newCards.isUnused(this.post), phones?.has(this.post)]);

    if (this.said !== now) {
      this.said = now;
      this.desk.frame.redraw();
    }
  }

  waits() {
    return this.desk.waits(this.post);
  }

  ownScreen() {
    const { names } = this.desk;
    const name = names.known.get(this.post);
    const back = el("button.button.quiet.back", { type: "button",
      onclick: () => void this.desk.views.get("people").turnTo(null) },
    "← ", say(DESK.back));

    return [back, el("div.columns",
      el("section.card", el("h1", names.of(this.post)),
        name && name.en !== name.zh && el("p.soft", language() === "zh"
          ? name.en : name.zh),
        this.facts(name), this.moving()),
      this.reissuing())];
  }

  facts(name) {
    const { seat } = this;
    const { phones } = this.desk;
    const fact = ([words, value]) => [el("dt", say(words)), el("dd", value)];
    const phone = !seat.enrolled ? PEOPLE.phoneNone
      : phones?.has(this.post) ? PEOPLE.phoneOn : PEOPLE.phoneOff;

    return el("dl.facts", [
      [PEOPLE.seat, postName(this.post)],
      [PEOPLE.group, name?.group || "—"],
      [PEOPLE.status, say(seat.present ? PEOPLE.present : PEOPLE.absent)],
      [PEOPLE.phone, say(phone)],
      [PEOPLE.reissues, say(PEOPLE.times, { n: seat.reissues })],
    ].map(fact));
  }

  moving() {
    const { seat } = this;

    if (!this.desk.session)
      return el("p.soft", say(PEOPLE.noSession));
    if (this.waits())
      return notice("", "wait", el("p", { role: "status" }, say(PEOPLE.waits)));
    return el("div.actions", actionButton(seat.present ? ".large"
      : ".primary.large", seat.present ? PEOPLE.signOutOne : PEOPLE.signInOne,
    () => {
      this.desk.move(seat);
      return this.desk.showNow();
    }), el("p.small.soft", say(PEOPLE.second)));
  }

  /* ---- A new card --------------------------------------------------------- */

  reissuing() {
    return el("section.card", el("h2", say(REISSUE.heading)),
      el("fieldset.reasons", el("legend", say(REISSUE.why)),
        REASONS.map((reason) => el("label.pick", el("input", { type: "radio",
          name: "reason", value: reason, checked: reason === this.reason,
          onchange: () => {
            this.reason = reason;
          } }), el("span", say(REISSUE[reason]))))),
      el("p", say(REISSUE.warning)),
      this.desk.session && el("p.small.soft", say(PEOPLE.second)),
      this.waits() ? notice("", "wait", el("p", { role: "status" },
        say(REISSUE.waiting)))
        : actionButton("", REISSUE.make, () => this.reissue()));
  }

  /* The card is kept first: the log must not know of one that nobody has. */
  async reissue() {
    const { desk, post } = this;
    const { newCards } = desk;

    newCards.wipe(post);
    newCards.add([post]);
    const draft = desk.log.draft.reissue({ post, reason: this.reason,
      invitation: newCards.invitation(post) });
    const done = desk.together(`reissue/${post}/${desk.log.size}`, draft);

    void desk.showNow();
    try {
      await done;
    } catch (error) {
      newCards.wipe(post);
      throw error;
    }
    desk.cards.wipe(post); /* the old one opens nothing any more */
    await desk.refresh();
  }

  cardScreen() {
    const { desk, post } = this;
    const { core } = desk.hall;
    const token = desk.newCards.all()[post];
    const address = addressOfCards();
    const used = !desk.newCards.isUnused(post);

    return [el("section.card.new-card.unprinted",
      el("h1", say(REISSUE.of, { name: desk.names.of(post) })),
      used ? notice("good", "tick", el("p", { role: "status" },
        say(REISSUE.used)))
        : [el("p", say(REISSUE.scan)),
          el("div.big-code", qrCode(`${address}/#${token}`, say(REISSUE.qr))),
          el("p", say(REISSUE.type, { address })),
          el("p.digits.code.number", core.tokenDigits(core.readToken(token))
            .split(" ").map((group) => [el("span", group), " "]))],
      el("div.actions",
        el("button.button.primary.large", { type: "button",
          onclick: () => void this.putAway() }, say(REISSUE.done)),
        !used && el("button.button.quiet", { type: "button",
          onclick: () => print() }, say(REISSUE.print)))),
    !used && el("div.only-printed", cardSheets(desk, [[post, token]]))];
  }

  async putAway() {
    this.desk.newCards.wipe(this.post);
    await this.desk.views.get("people").turnTo(null);
  }
}
