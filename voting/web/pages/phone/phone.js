/**
 * The representative's phone: from the card to the receipt. It follows the
 * chair by itself; what is shown next follows from what the server says is on,
 * and what is sealed only from what this device has verified.
 */

import { keep, namesUnder } from "../../log/device.js";
import { Frame } from "../../screen/frame.js";
import { Member } from "../../post/member.js";
import { kindOf } from "../../post/posts.js";
import { ServerError } from "../../log/server.js";
import { Tab } from "./tab.js";
import { askAhead, Watcher } from "./watch.js";
import { PHONE } from "../../words/phone.js";
import { homeScreen, tabScreen } from "./home.js";
import { statementScreen } from "./statement.js";
import { Voting } from "./vote.js";

const LOOK_AGAIN_MS = 2000; /* and up to twice that, so that phones take turns */
const HERE_MS = 25000; /* the server counts who was here in the last 60 s */

/** From 1 to 2. */
function jitter() {
  return 1 + crypto.getRandomValues(new Uint8Array(1))[0] / 255;
}

/** @param {HTMLElement} root */
export async function start(root) {
  const phone = new Phone(new Frame(root, { title: PHONE.title }));

  await phone.open();
}

export class Phone extends Member {
  /** @param {Frame} frame */
  constructor(frame) {
    super(frame, ["seat", "observer"]);
    this.voting = new Voting(this);
    this.tab = null;
    /** @type {import("./statement.js").Saying|null} */
    this.saying = null;
    this.unfolded = false; /* how to put something on record */
    this.looking = 0;
  }

  async open() {
    const [own] = namesUnder("keys/").filter((name) =>
      this.kinds.includes(kindOf(name.slice("keys/".length))));

    askAhead(own?.slice("keys/".length));
    await super.open();
    if (!this.hall)
      return;
    void this.refresh();
    this.tab = new Tab(() => void this.showNow());
    void this.beHere();
  }

  /** Phones do not replay the log: see watch.js. */
  newFollower() {
    return new Watcher(this.hall.core, () => this.me);
  }

  async screen() {
    if (this.tab?.elsewhere)
      tabScreen(this);
    else if (this.follower.seat() === null)
      this.behind = true; /* what is said of this post comes with the next news */
    else if (!await this.voting.show())
      await (this.saying ? statementScreen(this) : homeScreen(this));
  }

  /* Where this device's clock is wrong, what it signs is dated by the log. */
  async onFollowed() {
    if (this.hall.clockIsWrong())
      await this.follower.tellTime();
  }

  /* Others vote and come in: only what stands here is looked at again, and not
   * by all phones at once. */
  onSize() {
    if (this.looking || !this.changesWithSize())
      return;
    this.looking = setTimeout(() => {
      this.looking = 0;
      void this.refresh();
    }, LOOK_AGAIN_MS * jitter());
  }

  changesWithSize() {
    return this.follower.sound && (this.voting.showsTurnout ||
      (this.me !== null && !this.follower.seat()?.present));
  }

  /* Tells the server, as long as the page is looked at, so that the presiding
   * officer sees who can vote. */
  async beHere() {
    const here = document.visibilityState !== "hidden" && this.me !== null &&
      this.follower.sound && !this.split;

    if (here)
      await this.ask({ want: "here" }).catch(() => {
        /* It is about this moment only; the next comes. */
      });
    setTimeout(() => void this.beHere(), here ? HERE_MS * jitter() / 1.5
      : LOOK_AGAIN_MS);
  }

  /* A receipt counts in the log that this phone has seen, not in some signed
   * one. */
  async judge(body, bytes) {
    const answer = await super.judge(body, bytes);

    if (answer?.kind !== "receipt")
      return answer;
    return this.orAlarm(async () => {
      await this.follower.hold(answer);
      return answer;
    });
  }

  /* What the log has signed about a ballot is kept as long as this device is:
   * a refusal too, should the ballot be in the box one day after all. */
  onAnswer(item) {
    if (item.about.open === undefined)
      return;
    if (item.state === "accepted")
      keep(`receipt/${item.name}`, { ...item.about, index: item.answer.index,
        time: item.answer.time, code: item.answer.code,
        receipt: item.answer.text });
    else if (item.state === "refused")
      keep(`refusal/${item.name}`, { ...item.about,
        refusal: item.answer.text });
  }

  /** What could not be fetched for a screen is fetched with the next news. */
  async orLater(act) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof ServerError))
        throw error;
      this.behind = true;
      return null;
    }
  }
}
