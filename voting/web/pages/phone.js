/**
 * The representative's phone: from the card to the receipt. It follows the
 * chair by itself; what is shown next follows from the log, and from what this
 * device still has to send.
 */

import { keep, namesUnder, recall } from "../device.js";
import { Split } from "../follow.js";
import { Frame } from "../frame.js";
import { Member } from "../member.js";
import { PHONE } from "../words/phone.js";
import { homeScreen } from "./phone_home.js";
import { Voting } from "./phone_vote.js";

/** @param {HTMLElement} root */
export async function start(root) {
  const phone = new Phone(new Frame(root, { title: PHONE.title }));

  await phone.open();
}

/* How long a phone that has not checked in waits before it looks again. */
const LOOK_MS = 1000;

export class Phone extends Member {
  /** @param {Frame} frame */
  constructor(frame) {
    super(frame, ["seat", "observer"]);
    this.voting = new Voting(this);
    this.looking = false;
  }

  async screen() {
    if (!await this.voting.show())
      await homeScreen(this);
  }

  onSize() {
    this.voting.onSize();
    this.lookForPresence();
  }

  /* The desk may have checked this seat in, which is no new stage for others.
   * A hall that checks in must not have every phone read every entry at once. */
  lookForPresence() {
    if (this.looking || !this.me || !this.follower.sound ||
        this.log.seat(this.me.post)?.present !== false)
      return;
    this.looking = true;
    setTimeout(() => {
      this.looking = false;
      void this.refresh();
    }, LOOK_MS * (0.5 + crypto.getRandomValues(new Uint8Array(1))[0] / 128));
  }

  /* Each ballot with a receipt stands where the receipt says, or the log has
   * been signed in two ways. */
  onFollowed() {
    const { origin } = this.log.pin();

    for (const name of namesUnder("receipt/")) {
      const receipt = recall(name);

      if (receipt?.origin === origin && this.follower.has(receipt) === false)
        throw new Split("receipt");
    }
  }

  /* What the log has signed about a ballot is kept as long as this device is:
   * a refusal too, should the ballot be in the box one day after all. */
  onAnswer(item) {
    if (item.about.round === undefined)
      return;
    if (item.state === "accepted")
      keep(`receipt/${item.name}`, { ...item.about, index: item.answer.index,
        time: item.answer.time, code: item.answer.code,
        receipt: item.answer.text });
    else if (item.state === "refused")
      keep(`refusal/${item.name}`, { ...item.about,
        refusal: item.answer.text });
  }
}
