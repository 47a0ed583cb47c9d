/**
 * The representative's phone: from the card to the receipt. It follows the
 * chair by itself; what is shown next follows from the log, and from what this
 * device still has to send.
 */

import { keep } from "../device.js";
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

export class Phone extends Member {
  /** @param {Frame} frame */
  constructor(frame) {
    super(frame, ["seat", "observer"]);
    this.voting = new Voting(this);
  }

  async screen() {
    if (!await this.voting.show())
      await homeScreen(this);
  }

  onSize() {
    this.voting.onSize();
  }

  /* The receipt of a ballot is kept as long as this device is. */
  onAnswer(item) {
    if (item.state === "accepted" && item.about.round !== undefined)
      keep(`receipt/${item.name}`, { ...item.about, index: item.answer.index,
        time: item.answer.time, code: item.answer.code,
        receipt: item.answer.text });
  }
}
