/**
 * The voting tablet, for people without a phone: the same screens as on a
 * phone, but whose keys and receipts are in this page's memory alone, and gone
 * when the person leaves.
 *
 * A question later the same card opens the same key again: it is made from the
 * card's token and a secret of this tablet, SHA-256 over both, so the tablet
 * keeps nothing of anybody, the card alone opens nothing elsewhere, and the
 * tablet alone nothing at all.
 */

import { addStyle } from "../../assets.js";
import { forget, forgetFleeting, fromBase64, keep, keepOnly, namesUnder,
  recall, toBase64 } from "../../log/device.js";
import { el, fill, status } from "../../screen/dom.js";
import { actionButton, failure, Frame, notice } from "../../screen/frame.js";
import { nameIn } from "../../post/names.js";
import { postName } from "../../post/posts.js";
import { readText, readView, ServerError, strangeAnswer }
  from "../../log/server.js";
import { language, onLanguage, say, speak } from "../../screen/words.js";
import { JOIN } from "../../words/join.js";
import { KIOSK } from "../../words/kiosk.js";
import { Phone } from "../phone/phone.js";

const LASTING = /^(kiosk$|seen\/)/; /* what a tablet writes down */
const IDLE_S = 90;
const IDLE_MIN_S = 10;
const IDLE_MAX_S = 600;
const WARN_S = 30; /* but at most half of the time there is */
const WRONG_PIN_MS = 2000;

const bytesOf = (text) => new TextEncoder().encode(text);

function joined(...pieces) {
  return new Uint8Array(pieces.flatMap((piece) => [...piece]));
}

/** @param {HTMLElement} root */
export async function start(root) {
  const held = namesUnder("keys/").map((name) => name.slice(5));

  addStyle("pages/desk/desk.css");
  document.body.classList.add("kiosk");
  keepOnly(LASTING);
  const kiosk = new Kiosk(new Frame(root, { title: KIOSK.title }), held);

  root.append(kiosk.bar);
  await kiosk.open();
}

export class Kiosk extends Phone {
  /**
   * @param {Frame} frame
   * @param {string[]} held  posts whose keys this device has written down
   */
  constructor(frame, held) {
    super(frame);
    this.held = held;
    this.settings = recall("kiosk");
    this.touched = Date.now();
    this.leaving = false;
    this.bar = el("div.bar", { hidden: true });
    this.words = status();
    this.buttons = el("div.bar-actions");
    fill(this.bar, this.words, this.buttons);
    for (const event of ["pointerdown", "keydown", "input", "wheel"])
      addEventListener(event, () => this.touch(), { passive: true });
    onLanguage(() => this.drawBar());
    /* A card's address, where the page is open already. */
    addEventListener("hashchange", () => !this.busy && location.reload());
    /* The browser's "back" may wake a page that was left without a finish. */
    addEventListener("pageshow", (event) => event.persisted &&
      this.settings && this.finish());
    setInterval(() => this.tick(), 500);
  }

  /* The key of whose card this is, on this tablet. */
  newKey(token) {
    const { core } = this.hall;
    const input = joined(bytesOf("congress-kiosk/v1\n"),
      fromBase64(this.settings.secret), token);
    const seed = core.sha256(input);

    input.fill(0);
    return core.secretOf(seed);
  }

  async showOnce() {
    if (this.split || this.leaving)
      return;
    if (!this.settings) {
      this.frame.show("set-up", () => this.held.length > 0
        ? this.somebodys() : this.setUp());
      return;
    }
    const card = recall("card");

    if (card && !this.me && !await this.orAlarm(() => this.reopen(card)))
      return;
    if (this.me && !this.busy &&
        !await this.orAlarm(() => this.haveReceipts())) {
      this.drawBar();
      return;
    }
    if (this.asking)
      this.frame.show("leave", () => this.leaveScreen());
    else if (!this.free)
      await super.showOnce();
    /* Also where that has just turned a card away. */
    if (this.free)
      this.frame.show(`start ${this.turnedAway?.[1][1]}`,
        () => this.startScreen());
    this.drawBar();
  }

  /* Whether the next person may begin. */
  get free() {
    return !this.me && !this.asking && !this.busy && !recall("card");
  }

  /* A card that was used on this tablet before: its key is made again, and
   * what the card commits to is proved as at its first use. */
  async reopen({ token }) {
    const { core } = this.hall;
    const bytes = core.readToken(token);
    const key = this.newKey(bytes);
    const card = core.invitationKey(this.log.leaf(), bytes);

    try {
      const found = await this.log.postOf(key.publicKey());

      if (found && !found.card)
        await this.takeUp(found.post, key, toBase64(card.publicKey()));
      return true;
    } catch (error) {
      if (!(error instanceof ServerError))
        throw error;
      this.frame.show(`join-failed ${error.code}`, () => [failure(error),
        actionButton("", JOIN.again, () => this.showNow())]);
      return false;
    } finally {
      key.close();
      card.close();
    }
  }

  async takeUp(post, key, invitation) {
    const { origin } = this.log.pin();

    await this.log.proveCard(await readView(`post/${post}`), invitation);
    const { commitment } = this.log.cards.get(post);

    keep(`keys/${post}`, { post, name: postName(post), invitation, commitment,
      seed: toBase64(key.exportSeed()), origin });
    forget("card");
    this.recallKeys();
    await this.follower.refresh(); /* with this person's view */
    await this.readName(post);
  }

  /* What this person's seat has cast in the rounds that are open, with whatever
   * key and on whatever tablet: it is proved to be in the log, or nothing is
   * said of it. */
  async haveReceipts() {
    const { post, origin } = this.me;
    const rounds = this.follower.seat()?.open.filter((round) =>
      round.last_cast !== null && !recall(receiptOf(round))) ?? [];

    try {
      await Promise.all(rounds.map((round) =>
        this.readReceipt(round, post, origin)));
      return true;
    } catch (error) {
      if (!(error instanceof ServerError))
        throw error;
      this.frame.show(`no-proof ${error.code}`, () => [
        notice("bad", "alert", el("h2", say(KIOSK.noProof)),
          el("p", say(KIOSK.noProofHow))), failure(error),
        actionButton("", JOIN.again, () => this.refresh())]);
      return false;
    }
  }

  /* The ballot that this person has cast in an open round, as a phone would
   * have kept it: the next one has to name it. It is this seat's in this round,
   * and no other entry that the server names. */
  async readReceipt({ open, paper, attempts, last_cast: index }, post, origin) {
    const { core, texts } = this.hall;
    const { title } = this.log.conference().papers.find((p) => p.id === paper);
    const [entry, proved, text] = await Promise.all([
      readText(`/entry/${index}`), this.log.entry(index),
      texts.read(title).catch(() => null)]);

    const note = entry.slice(entry.indexOf("\n") + 1);

    if (toBase64(core.leafHash(entry)) !== toBase64(proved.leaf) ||
        !isCastOf(proved.lines, note, { open, attempts,
          by: `${origin}/${post}` }))
      throw strangeAnswer();
    keep(receiptOf({ open, attempts }), { open, origin, index,
      attempt: attempts, time: proved.time, title: text ? say(text.title)
        : paper, note });
  }

  async readName(post) {
    const record = await this.ask({ want: "name", about: post });

    if (this.log.giveName(record) !== post)
      throw strangeAnswer();
    this.me.name = say(nameIn(record));
    this.frame.person(this.me.name);
  }

  /* ---- Made a tablet ------------------------------------------------------ */

  somebodys() {
    return notice("bad", "alert", el("p", { role: "alert" },
      say(KIOSK.somebodys, { who: this.held.map(postName).join(", ") })));
  }

  setUp() {
    const pin = pinField();
    const idle = el("input", { id: "idle", type: "number", min: IDLE_MIN_S,
      max: IDLE_MAX_S, value: IDLE_S, "aria-describedby": "idle-error" });
    const pinError = el("p.error", { id: "pin-error", role: "alert" });
    const idleError = el("p.error", { id: "idle-error", role: "alert" });

    return [el("h1", say(KIOSK.make)), el("p", say(KIOSK.makeHow)),
      el("form.card", { onsubmit: (event) => {
        const seconds = Number(idle.value);
        const good = seconds >= IDLE_MIN_S && seconds <= IDLE_MAX_S;

        event.preventDefault();
        pinError.textContent = /^\d{4,8}$/.test(pin.value) ? ""
          : say(KIOSK.badPin);
        idleError.textContent = good ? "" : say(KIOSK.badIdle);
        if (good && pinError.textContent === "")
          this.begin(pin.value, seconds);
      } },
      el("div.field", el("label", { for: "pin" }, say(KIOSK.pin)), pin,
        pinError),
      el("div.field", el("label", { for: "idle" }, say(KIOSK.idle)), idle,
        idleError),
      el("p.soft", say(KIOSK.hold)),
      el("button.button.primary.large", { type: "submit" },
        say(KIOSK.begin)))];
  }

  begin(pin, idle) {
    const { core } = this.hall;
    const salt = core.random(16);

    this.settings = { secret: toBase64(core.random(32)), idle,
      salt: toBase64(salt), pin: this.pinHash(pin, salt),
      language: language() };
    keep("kiosk", this.settings);
    void this.showNow();
  }

  pinHash(pin, salt) {
    return toBase64(this.hall.core.sha256(joined(salt, bytesOf(pin))));
  }

  /* ---- The next person ---------------------------------------------------- */

  startScreen() {
    const field = el("input.code", { id: "digits", autocomplete: "off",
      inputmode: "numeric", "aria-describedby": "digits-error" });
    const error = el("p.error", { id: "digits-error", role: "alert" });

    return [
      el("h1", say(KIOSK.hello)), el("p", say(KIOSK.how)),
      this.turnedAway && notice(this.turnedAway[0], "alert",
        el("p", { role: "alert" }, say(this.turnedAway[1]))),
      el("form.card", { onsubmit: (event) => {
        event.preventDefault();
        this.takeCard(field, error);
      } }, el("div.field", el("label", { for: "digits" }, say(KIOSK.digits)),
        field, error),
      el("button.button.primary.large", { type: "submit" },
        say(KIOSK.next))),
      el("button.button.quiet", { type: "button", onclick: () => {
        this.asking = true;
        void this.showNow();
      } }, say(KIOSK.desk)),
    ];
  }

  /* A reader types the whole address of a card. */
  takeCard(field, error) {
    const { core } = this.hall;

    try {
      const token = core.readToken(field.value.trim().replace(/^.*#/, ""));

      keep("card", { token: core.tokenText(token) });
      this.turnedAway = null;
      void this.showNow();
    } catch (mistake) {
      error.textContent = mistake.number > 0
        ? say(JOIN.badDigits, { n: mistake.number }) : say(JOIN.badCard);
      field.focus();
    }
  }

  /* ---- Leaving ------------------------------------------------------------ */

  get busy() {
    return namesUnder("out/").length > 0;
  }

  get taken() {
    return !!this.me || !!recall("card") || !!this.asking ||
      !!this.turnedAway;
  }

  touch() {
    this.touched = Date.now();
    if (this.warned)
      this.drawBar();
  }

  /** Seconds until it returns to the start. */
  left() {
    return Math.ceil(this.settings.idle - (Date.now() - this.touched) / 1000);
  }

  tick() {
    if (!this.settings || this.leaving)
      return;
    if (!this.taken || this.busy)
      this.touched = Date.now(); /* a ballot that is being sent is waited for */
    if (this.left() <= 0)
      this.finish();
    else if (this.warned || this.left() <= this.warnAt())
      this.drawBar();
  }

  warnAt() {
    return Math.min(WARN_S, this.settings.idle / 2);
  }

  drawBar() {
    if (!this.settings || this.leaving)
      return;
    const warned = this.taken && this.left() <= this.warnAt();
    const look = `${!!this.me} ${this.busy} ${warned} ${language()} ` +
      this.receipts();
    const words = this.busy ? say(KIOSK.sending)
      : warned ? say(KIOSK.still, { n: this.left() })
        : this.receipts() ? say(KIOSK.receipt, { list: this.receipts() }) : "";

    this.warned = warned;
    this.bar.hidden = !this.me && !warned;
    if (this.words.textContent !== words)
      this.words.textContent = words;
    if (this.look === look)
      return;
    this.look = look;
    fill(this.buttons, warned && el("button.button", { type: "button" },
      say(KIOSK.here)),
    !this.busy && el("button.button.primary", { type: "button",
      onclick: () => this.finish() }, say(KIOSK.finish)));
  }

  /* The entries that this person's ballots have become. */
  receipts() {
    return namesUnder("receipt/").map((name) => recall(name).index)
      .sort((a, b) => a - b).join(", ");
  }

  /**
   * Wipes the person's keys and all that is kept of them, and then the whole
   * page with whatever its memory still holds; but only when it can come back.
   */
  finish() {
    if (this.busy || this.leaving)
      return;
    this.leaving = true;
    this.voting.leave();
    for (const post of [...this.keys.keys()])
      this.drop(post);
    forgetFleeting();
    this.bar.hidden = true;
    this.frame.person("");
    this.frame.show("forgotten", () => notice("", "wait",
      el("p", { role: "status" }, say(KIOSK.forgotten))));
    speak(this.settings.language);
    const again = () => this.hall.connected && location.replace("/kiosk");

    again();
    setInterval(again, 1000);
  }

  /* ---- The desk's way out ------------------------------------------------- */

  leaveScreen() {
    const pin = pinField();
    const error = el("p.error", { id: "pin-error", role: "alert" });
    const button = el("button.button.danger", { type: "submit" },
      say(KIOSK.leave));

    return [el("h1", say(KIOSK.leave)), el("p", say(KIOSK.leaveHow)),
      el("form.card", { onsubmit: (event) => {
        event.preventDefault();
        this.tryPin(pin, error, button);
      } }, el("div.field", el("label", { for: "pin" }, say(KIOSK.pin)), pin,
        error), button),
      el("button.button.quiet", { type: "button", onclick: () => {
        this.asking = false;
        void this.showNow();
      } }, say(KIOSK.back))];
  }

  tryPin(pin, error, button) {
    if (this.pinHash(pin.value, fromBase64(this.settings.salt)) ===
        this.settings.pin) {
      forget("kiosk");
      location.replace("/desk");
      return;
    }
    error.textContent = say(KIOSK.wrongPin);
    pin.value = "";
    button.disabled = true;
    setTimeout(() => {
      button.disabled = false;
    }, WRONG_PIN_MS);
  }
}

const receiptOf = ({ open, attempts }) => `receipt/cast/${open}-${attempts}`;

/* Whether an entry is this seat's ballot, of this number, in this round. */
function isCastOf(lines, note, { open, attempts, by }) {
  const signers = note.slice(note.lastIndexOf("\n\n") + 2);

  return lines.get("congress/v1") === "cast" &&
    lines.get("open")?.split(" ")[0] === String(open) &&
    lines.get("attempt") === String(attempts) &&
    signers.startsWith(`\u2014 ${by} `);
}

function pinField() {
  return el("input.code", { id: "pin", type: "password", inputmode: "numeric",
    autocomplete: "off", maxlength: 8, "aria-describedby": "pin-error" });
}
