/**
 * Another device's test ballot, sealed again here: did it seal what it showed?
 * The ballot comes by the code on that device's screen, which a phone's camera
 * opens as an address, or is pasted. The ballot's code, which was shown there
 * before "cast" or "test" was asked, is typed by the person, since a device that
 * cheats would show another one afterwards.
 */

import { fromBase64 } from "../../log/device.js";
import { el, fill, mark } from "../../screen/dom.js";
import { Follower } from "../../log/follow.js";
import { actionButton, Frame, notice } from "../../screen/frame.js";
import { Hall } from "../../log/hall.js";
import { postName } from "../../post/posts.js";
import { say } from "../../screen/words.js";
import { OPTION } from "../../words/result.js";
import { TEST } from "../../words/test.js";

const HEAD = "congress-test-ballot/v1\n";
const SIGN = { for: "tick", against: "cross", abstain: "dash" };

/** @param {HTMLElement} root */
export async function start(root) {
  const frame = new Frame(root, { title: TEST.title });

  await new TestPage(frame).open();
}

/* A test ballot behind the # of an address; "" if there is something else. */
function ballotOf(hash) {
  const short = hash.slice(1).replaceAll("-", "+").replaceAll("_", "/");

  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(
      fromBase64(short.padEnd(4 * Math.ceil(short.length / 4), "=")));

    return text.startsWith(HEAD) ? text : "";
  } catch {
    return "";
  }
}

class TestPage {
  /** @param {Frame} frame */
  constructor(frame) {
    this.frame = frame;
    this.scanned = ""; /* a ballot that came with the address */
    this.unreadable = false;
    this.content = el("textarea", { id: "content", rows: 8,
      spellcheck: "false", autocomplete: "off" });
    this.code = el("input", { id: "code", autocomplete: "off",
      autocapitalize: "characters", spellcheck: "false" });
    this.answer = el("div.choices", { role: "status" });
    this.found = null;
    this.turn = 0;
  }

  async open() {
    this.frame.show("opening", () => el("p", { role: "status" },
      say(TEST.opening)));
    this.takeAddress();
    addEventListener("hashchange", () => {
      this.takeAddress();
      this.show();
    });
    this.hall = await Hall.open();
    this.follower = new Follower(this.hall.core, (done, all) =>
      fill(this.answer, el("p.soft", say(TEST.reading, { done, all }))));
    this.hall.listen({ onConnection: (there) => this.frame.connected(there) });
    this.show();
  }

  /* What came with the address is taken out of it at once. */
  takeAddress() {
    if (location.hash.length < 2)
      return;
    this.scanned = ballotOf(location.hash);
    this.unreadable = this.scanned === "";
    this.found = null;
    this.code.value = "";
    this.turn++;
    history.replaceState(null, "", location.pathname);
  }

  show() {
    this.frame.show(`test ${this.turn}`, () => this.form());
  }

  form() {
    fill(this.answer, this.found ? this.verdict(this.found) : null);
    return [
      el("h1", say(TEST.title)), el("p", say(TEST.how)),
      this.unreadable && notice("warn", "alert", say(TEST.badScan)),
      el("section.card",
        this.scanned ? notice("good", "tick", el("p", say(TEST.scanned)),
          el("button.button.quiet", { type: "button", onclick: () => {
            this.scanned = "";
            this.turn++;
            this.show();
          } }, say(TEST.other)))
          : el("div.field", el("label", { for: "content" }, say(TEST.content)),
            this.content),
        el("div.field", el("label", { for: "code" }, say(TEST.code)),
          this.code, el("p.small.soft", say(TEST.codeWhy))),
        actionButton(".primary.large", TEST.check, () => this.check())),
      this.answer,
      el("p.small.soft", say(TEST.terminal)),
    ];
  }

  async check() {
    const text = this.scanned || `${this.content.value.trim()}\n`;

    this.found = null;
    fill(this.answer);
    await this.follower.refresh();
    this.found = await this.find(text, this.code.value.trim());
    fill(this.answer, this.verdict(this.found));
    this.answer.scrollIntoView({ block: "nearest" });
  }

  /* What is to be said, and with it what was found. */
  async find(text, typed) {
    const { log } = this.follower;
    const paper = /^paper (\S+)$/m.exec(text)?.[1];
    const asked = log.conference().papers.find((p) => p.id === paper);

    if (!text.startsWith(HEAD))
      return { words: TEST.unread };
    if (!asked)
      return { words: TEST.otherLog };
    if (asked.stage !== "open")
      return { words: TEST.closed };
    let ballot;

    try {
      ballot = log.checkTestBallot(text);
    } catch {
      return { words: TEST.unread };
    }
    if (typed === "")
      return { words: TEST.noCode };
    const texts = await this.hall.texts.ofRound(log.round(asked.round));

    return { ballot, texts,
      same: this.hall.core.recordCodeIs(fromBase64(ballot.hash), typed) };
  }

  verdict({ words, ballot, texts, same }) {
    if (words)
      return notice("warn", "alert", say(words));
    if (!same)
      return notice("bad", "alert", el("h2", say(TEST.different)),
        el("p", say(TEST.differentHow)),
        el("dl.facts", el("dt", say(TEST.codeIs)), el("dd.code", ballot.code),
          el("dt", say(TEST.codeWas)), el("dd.code", this.code.value)));
    const title = texts.get("title");

    return [notice("good", "tick", el("h2", say(TEST.same)),
      el("p.code", ballot.code)),
    el("section.card", el("p.soft", postName(ballot.seat)),
      el("h2", title ? say(title.title) : ballot.paper),
      el("p", say(TEST.chosen)),
      ballot.marks.length === 1 ? picked(ballot.marks[0].option)
        : el("ul.plain", ballot.marks.map((marked) => line(marked, texts))),
      el("p", say(TEST.agree)), el("p.small.soft", say(TEST.spoilt)))];
  }
}

const optionWords = (option) => [SIGN[option] && mark(SIGN[option]),
  el("span", say(OPTION[option] ?? [option, option]))];

function picked(option) {
  return el(`div.picked.${option}`, optionWords(option));
}

function line({ row, option }, texts) {
  const text = texts.get(row);

  return el("li.line", el("span", text ? say(text.title) : row),
    el("b.chips", optionWords(option)));
}
