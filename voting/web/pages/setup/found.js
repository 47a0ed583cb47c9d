/**
 * Founding a conference: the server's one-time code, what the conference is
 * called, its two conveners, a backup of the first one's key on paper, and then
 * the first entry of the log, sent until it is there.
 */

import { forget, fromBase64, keep, recall, toBase64 }
  from "../../log/device.js";
import { el } from "../../screen/dom.js";
import { field } from "../../screen/fields.js";
import { actionButton, failure, notice } from "../../screen/frame.js";
import { postEvent, readText, ServerError } from "../../log/server.js";
import { unwrapped, wrapped } from "../../log/submission.js";
import { say } from "../../screen/words.js";
import { FOUND, SETUP } from "../../words/setup.js";
import { checkLine, Mistake } from "./mistake.js";

const PARTS = ["code", "conference", "conveners", "backup", "confirm"];
const NAME_MAX_BYTES = 90;
const AGAIN_MS = 3000;
const ORIGIN = /^[A-Za-z0-9._/:-]{1,64}$/;
const SYMBOLS = 16;

const encoder = new TextEncoder();

export class Founding {
  /** @param {import("./setup.js").Setup} setup */
  constructor(setup) {
    this.setup = setup;
    this.part = 0;
    this.trouble = null;
    this.sending = false;
    this.timer = 0;
    this.asked = 0; /* the group of the backup that is asked for */
  }

  get core() {
    return this.setup.hall.core;
  }

  /** What was signed and is not known to be in the log, or null. */
  get pending() {
    return recall("setup/genesis");
  }

  /** Keys were made here, and it is not settled what became of them. */
  get unsettled() {
    return recall("keys/chair/1")?.founding === true;
  }

  get form() {
    return this.setup.form("founding", () => ({ code: "", zh: "", en: "",
      school: "", schoolEn: "", term: "", origin: "", first: "", firstEn: "",
      second: "", secondEn: "" }));
  }

  /** The term that was founded, or a guess of it. */
  term() {
    return recall("setup/term") ?? "1";
  }

  /** The screen while the log is empty. */
  show() {
    if (this.setup.log.size > 0)
      return; /* a late word of a server that was empty */
    if (this.pending) {
      this.showSending();
      if (!this.sending)
        void this.send();
      return;
    }
    const part = PARTS[this.part];

    this.setup.step = "found";
    this.setup.show(`founding ${part}`, () => [this.trail(), this[part]()]);
  }

  async turn(part) {
    this.part = part;
    this.setup.frame.key = null;
    this.show();
  }

  trail() {
    return el("ol.trail", say(FOUND.parts).split("|").map((words, i) =>
      el("li", { "aria-current": i === this.part ? "step" : null }, words)));
  }

  into(name) {
    return { value: this.form[name], onInput: (value) => {
      this.form[name] = value;
      this.setup.keepForm("founding");
    } };
  }

  /* On to the next part, once what this one asks for is right. */
  onwards(check, words = SETUP.next) {
    return el("div.actions.row",
      actionButton(".primary", words, async () => {
        await check();
        await this.turn(this.part + 1);
      }),
      this.part > 0 && el("button.button.quiet", { type: "button",
        onclick: () => void this.turn(this.part - 1) }, say(SETUP.back)));
  }

  /* ---- The code ----------------------------------------------------------- */

  code() {
    return [
      el("h1", say(FOUND.code)),
      el("p", say(FOUND.codeHow)),
      el("section.card", field(FOUND.codeLabel, { ...this.into("code"),
        class: "code", autocapitalize: "none", spellcheck: "false",
        placeholder: "xxxx-xxxx-xxxx-xxxx" }),
      this.onwards(() => this.tryCode(), FOUND.checkCode)),
    ];
  }

  setupCode() {
    const symbols = this.form.code.toLowerCase().replace(/[^a-z0-9]/g, "");

    if (symbols.length !== SYMBOLS)
      throw new Mistake(FOUND.codeForm);
    return symbols.match(/.{4}/g).join("-");
  }

  /* A submission of the code and nothing else founds nothing. */
  async tryCode() {
    const code = this.setupCode();

    try {
      await postEvent(encoder.encode(
        `congress-submission/v1\nsetup ${code.length}\n${code}\nend\n`));
    } catch (error) {
      throw codeMistake(error);
    }
  }

  /* ---- The conference and its conveners ----------------------------------- */

  conference() {
    const proposed = () => `${location.hostname}/congress-${this.form.term}`;
    const before = this.form.term && proposed();
    const origin = field(FOUND.origin, { ...this.into("origin"),
      hint: FOUND.originHow, class: "code", autocapitalize: "none",
      spellcheck: "false" });
    const term = this.into("term");
    let last = before;

    return [
      el("h1", say(FOUND.conference)),
      el("section.card",
        field(FOUND.name, { ...this.into("zh"), hint: FOUND.nameExample,
          lang: "zh-CN" }),
        field(SETUP.en, { ...this.into("en"), lang: "en" }),
        el("div.two", field(FOUND.school, this.into("school")),
          field(SETUP.en, this.into("schoolEn"))),
        field(FOUND.term, { ...term, inputmode: "numeric", onInput: (value) => {
          term.onInput(value.trim());
          /* What somebody wrote there of their own stays. */
          if (!this.form.origin || this.form.origin === last) {
            last = proposed();
            origin.field.value = last;
            this.into("origin").onInput(last);
          }
        } }),
        origin,
        this.onwards(() => this.checkConference())),
    ];
  }

  checkConference() {
    const { form } = this;

    checkLine(form.zh, { needed: true });
    checkLine(form.en);
    checkLine(form.school, { needed: true });
    checkLine(form.schoolEn);
    if (!/^[1-9]\d{0,3}$/.test(form.term.trim()))
      throw new Mistake(FOUND.termBad);
    if (!ORIGIN.test(form.origin.trim()))
      throw new Mistake(FOUND.originBad);
  }

  conveners() {
    const person = (words, zh, en) => el("section.card", el("h2", say(words)),
      el("div.two", field(FOUND.personZh, this.into(zh)),
        field(FOUND.personEn, this.into(en))));

    return [
      el("h1", say(FOUND.conveners)),
      el("p", say(FOUND.convenersHow)),
      person(FOUND.first, "first", "firstEn"),
      person(FOUND.second, "second", "secondEn"),
      this.onwards(() => {
        for (const name of ["first", "second"])
          checkLine(this.form[name], { needed: true, most: NAME_MAX_BYTES });
        for (const name of ["firstEn", "secondEn"])
          checkLine(this.form[name], { most: NAME_MAX_BYTES });
        this.makeKeys();
      }),
    ];
  }

  /* ---- The keys ----------------------------------------------------------- */

  makeKeys() {
    const origin = this.form.origin.trim();

    for (const [n, who] of [[1, "first"], [2, "second"]]) {
      const name = `keys/chair/${n}`;
      const old = recall(name);

      /* Another conference's key is put aside, never written over. */
      if (old && old.founding !== true)
        keep(`former/${old.origin}/chair/${n}`, old);
      const key = this.core.newSecret();

      keep(name, { post: `chair/${n}`, name: this.form[who].trim(),
        seed: old?.founding === true ? old.seed : toBase64(key.exportSeed()),
        origin, founding: true });
      key.close();
    }
    this.asked = 1 + this.core.random(1)[0] % 20;
  }

  backup() {
    const digits = this.core.seedDigits(fromBase64(
      recall("keys/chair/1").seed)).split(" ");
    let typed = "";

    return [
      el("h1", say(FOUND.backup)),
      el("p", say(FOUND.backupHow)),
      digitsCard(digits, `${this.form.origin} chair/1 ${this.form.first}`),
      el("section.card.unprinted",
        field([FOUND.backupCheck[0].replace("{n}", this.asked),
          FOUND.backupCheck[1].replace("{n}", this.asked)],
        { value: "", inputmode: "numeric", class: "code",
          onInput: (value) => {
            typed = value;
          } }),
        this.onwards(() => {
          if (typed.trim() !== digits[this.asked - 1])
            throw new Mistake(FOUND.backupWrong, { n: this.asked });
        })),
    ];
  }

  /* ---- The first entry ---------------------------------------------------- */

  confirm() {
    const { form } = this;
    const text = this.words();

    return [
      el("h1", say(FOUND.confirm)),
      el("p", say(FOUND.confirmHow)),
      el("section.card",
        el("div.text", [...text.zh.split("\n"), ...text.en.split("\n")]
          .map((line, i) => i === 0 ? el("h2", line) : el("p", line))),
        el("dl.facts", el("dt", say(FOUND.origin)),
          el("dd.code", form.origin.trim()))),
      this.trouble && failure(this.trouble),
      el("div.actions.row",
        actionButton(".primary.large", FOUND.found, () => this.sign()),
        el("button.button.quiet", { type: "button",
          onclick: () => void this.turn(this.part - 1) }, say(SETUP.back))),
    ];
  }

  /* The founding text: the conference's name, and beneath it what it is. */
  words() {
    const { form } = this;
    const lines = (i, title, school, first, second) => [title,
      FOUND.schoolLine[i].replace("{school}", school),
      FOUND.termLine[i].replace("{term}", form.term.trim()),
      FOUND.convenersLine[i].replace("{first}", first)
        .replace("{second}", second)].join("\n");

    return {
      zh: lines(0, checkLine(form.zh), checkLine(form.school),
        checkLine(form.first), checkLine(form.second)),
      en: form.en.trim() === "" ? "" : lines(1, checkLine(form.en),
        checkLine(form.schoolEn) || checkLine(form.school),
        checkLine(form.firstEn) || checkLine(form.first),
        checkLine(form.secondEn) || checkLine(form.second)),
    };
  }

  /* Signed once and kept before it is sent: what is sent again is the same. */
  async sign() {
    const logKey = (await readText("/log-key")).trim();
    const chairs = [1, 2].map((n) => this.core.secretOf(
      fromBase64(recall(`keys/chair/${n}`).seed)));
    const title = this.core.writeText(this.words());
    const origin = this.form.origin.trim();

    try {
      const note = this.core.genesis({ origin, at: this.now(), title,
        logKey: fromBase64(logKey), chairs: /** @type {any} */ (chairs) });

      keep("setup/genesis", { origin, logKey, body: toBase64(
        wrapped(note, [title], [], this.setupCode())) });
      keep("setup/term", this.form.term.trim());
    } finally {
      chairs.forEach((key) => key.close());
    }
    this.show();
  }

  /* There is no entry yet that this device could hold the server's time to. */
  now() {
    const { hall } = this.setup;

    return Math.floor(hall.clockIsWrong() ? hall.shownTime()
      : Date.now() / 1000);
  }

  showSending() {
    this.setup.show(`sending ${this.trouble?.code}`, () => [
      el("h1", say(FOUND.sending)),
      this.trouble ? [notice("warn", "wait", el("p", { role: "status" },
        say(this.trouble.words)), el("p", say(FOUND.waiting))),
      actionButton("", FOUND.again, () => this.send())]
        : notice("", "wait", el("p", { role: "status" }, say(FOUND.sending))),
    ]);
  }

  /* Until the log's own signature says that it is there, or the server says
   * that it will not be. */
  async send() {
    const { pending } = this;

    clearTimeout(this.timer);
    if (!pending || this.sending)
      return;
    this.sending = true;
    try {
      const body = fromBase64(pending.body);
      const { bytes } = await postEvent(body);
      const { note, answer } = unwrapped(body, bytes);

      this.core.checkReceipt({ origin: pending.origin,
        key: fromBase64(pending.logKey) }, answer, note);
      this.trouble = null;
      void this.setup.refresh();
    } catch (error) {
      this.sending = false;
      /* The log itself may have shown meanwhile that it is there. */
      if (this.pending)
        this.afterFailure(error);
    } finally {
      this.sending = false;
    }
  }

  afterFailure(error) {
    const known = error instanceof ServerError;

    this.trouble = known ? codeMistake(error)
      : new Mistake(FOUND.unproved);
    /* Told plainly that this was not taken in: then it may be signed anew. */
    if (known && error.status >= 400 && error.status < 500 &&
        error.code !== "too-many") {
      forget("setup/genesis");
      this.part = error.code === "set-up-code" ? 0 : PARTS.indexOf("confirm");
    } else
      this.timer = setTimeout(() => void this.send(), AGAIN_MS);
    this.setup.frame.key = null;
    this.show();
  }

  /**
   * The log has been founded: by this device, or by somebody else?
   *
   * @param {import("../../core/core_log.js").Log} log
   * @returns {boolean} whether it is this device's
   */
  conclude(log) {
    const kept = recall("keys/chair/1");
    const key = this.core.secretOf(fromBase64(kept.seed));
    const ours = log.postOf(key.publicKey())?.post === "chair/1";

    key.close();
    clearTimeout(this.timer);
    if (!ours) {
      this.setup.show("founded by another", () => [
        notice("bad", "alert", el("p", say(FOUND.other))),
        actionButton("", FOUND.forget, () => this.giveUp())]);
      return false;
    }
    for (const n of [1, 2]) {
      const { founding: _, ...rest } = recall(`keys/chair/${n}`);

      keep(`keys/chair/${n}`, rest);
    }
    forget("setup/genesis");
    this.setup.dropForm("founding");
    this.setup.recallKeys();
    return true;
  }

  async giveUp() {
    forget("setup/genesis");
    for (const n of [1, 2])
      this.setup.drop(`chair/${n}`);
    await this.setup.again();
  }
}

/* What the server says of a code, in words for who types it. */
function codeMistake(error) {
  const words = { "set-up-code": FOUND.codeWrong,
    "too-many": FOUND.codeWait }[error.code];

  return words ? new Mistake(words) : error;
}

/** Twenty groups in four lines of five, to print or copy. */
function digitsCard(digits, what) {
  return el("section.card", el("p.small.soft", what),
    el("ol.digits", digits.map((group) => el("li.code.number", group))),
    el("div.actions.unprinted", el("button.button", { type: "button",
      onclick: () => print() }, say(FOUND.print))));
}

/** @param {import("./setup.js").Setup} setup */
export async function foundedStep(setup, conference) {
  const text = await setup.hall.texts.read(conference.title)
    .catch(() => null);
  const lines = text ? [...text.lines[say(["zh", "en"])].length > 0
    ? text.lines[say(["zh", "en"])] : text.lines.zh] : [];

  setup.show("founded", () => [
    el("h1", say(FOUND.done)),
    el("section.card",
      el("h2", text ? say(text.title) : conference.log.origin),
      el("div.text", lines.map((line) => el("p", line))),
      el("dl.facts",
        el("dt", say(FOUND.origin)), el("dd.code", conference.log.origin),
        el("dt", say(FOUND.recordCode)),
        el("dd.code", conference.log.record_code))),
    backupAgain(setup),
    setup.nextStep(),
  ]);
}

function backupAgain(setup) {
  const { post } = setup.me;

  return el("details", el("summary", say(FOUND.showBackup)),
    el("p", say(FOUND.backupHow)),
    digitsCard(setup.hall.core.seedDigits(fromBase64(
      recall(`keys/${post}`).seed)).split(" "),
    `${setup.me.origin} ${post} ${setup.me.name}`));
}
