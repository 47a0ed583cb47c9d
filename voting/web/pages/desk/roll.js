/**
 * The roll's import: a file or what was copied from a table, every row looked
 * at before anything is sent, and everybody or nobody.
 */

import { CoreError } from "../../core/core_module.js";
import { el } from "../../screen/dom.js";
import { actionButton, notice } from "../../screen/frame.js";
import { postName } from "../../post/posts.js";
import { asCsv, importRoll, NotText, numberRows, tagOf, TAGS, textOfFile }
  from "./roll_import.js";
import { Slices } from "../../screen/slices.js";
import { say } from "../../screen/words.js";
import { PEOPLE, ROLL } from "../../words/desk.js";
import { observerCard } from "./observer.js";

const COLUMNS = "id 编号, name_zh 姓名, voting 表决权 (1 0 是 否), " +
  "name_en 英文名, sex 性别 (F M 女 男), birth_year 出生年, " +
  "delegation 代表团, category 类别, title_zh 职务, title_en 英文职务, " +
  "surname_strokes 姓氏笔画";

export class RollView {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.csv = null; /* what is looked at */
    this.gb18030 = false;
    this.byOrder = false;
    this.tag = "none"; /* by what people get a tag */
    this.pasted = "";
    this.trouble = null;
    this.busy = false;
    this.done = false;
  }

  draw() {
    const { people } = this.desk;
    const seats = people.filter((seat) => seat.voting).length;

    return [el("section.card", el("h1", say(ROLL.heading)),
      el("p.number", say(ROLL.now, { seats,
        observers: people.length - seats })),
      this.desk.session ? notice("warn", "lock", el("p", say(ROLL.running)))
        : this.done ? this.finished()
          : this.csv === null ? this.choosing() : this.looking()),
    this.desk.session && observerCard(this.desk)];
  }

  /* ---- A file, or what was copied ----------------------------------------- */

  choosing() {
    const file = el("input", { id: "file", type: "file",
      accept: ".csv,.txt,text/csv,text/plain",
      onchange: () => void this.takeFile(file.files[0]) });
    const box = el("textarea", { id: "paste", rows: 5, spellcheck: "false",
      oninput: () => {
        this.pasted = box.value;
      } });

    box.value = this.pasted;
    return [el("p", say(ROLL.how)),
      el("details", el("summary", say(ROLL.columns)),
        el("p.code.small", COLUMNS)),
      this.trouble && notice("bad", "alert", el("p", { role: "alert" },
        say(this.trouble))),
      el("div.field", el("label", { for: "file" }, say(ROLL.file)), file),
      el("div.field", el("label", { for: "paste" }, say(ROLL.paste)), box),
      el("button.button", { type: "button",
        onclick: () => void this.take(asCsv(this.pasted), false) },
      say(ROLL.read))];
  }

  async takeFile(file) {
    if (!file)
      return;
    try {
      const { text, gb18030 } = textOfFile(
        new Uint8Array(await file.arrayBuffer()));

      await this.take(text, gb18030);
    } catch (error) {
      if (!(error instanceof NotText))
        throw error;
      this.trouble = ROLL.notText;
      await this.desk.anew();
    }
  }

  async take(csv, gb18030) {
    Object.assign(this, { csv, gb18030, trouble: null });
    await this.desk.anew();
  }

  /* ---- What is in it ------------------------------------------------------ */

  looking() {
    const roll = this.desk.hall.core.readRoll(this.csv);
    const bad = roll.faults.filter((fault) => !fault.notice);

    return [this.gb18030 && el("p.soft", say(ROLL.gb18030)),
      bad.length > 0 ? this.badRows(roll, bad) : this.goodRows(roll),
      el("button.button.quiet", { type: "button", onclick: () => {
        this.pasted = "";
        void this.take(null, false);
      } }, say(ROLL.again))];
  }

  /* Every line of the file that has a fault, as it stands there. */
  badRows(roll, bad) {
    const lines = this.csv.split(/\r?\n/);
    const byLine = new Map();

    for (const fault of roll.faults)
      byLine.set(fault.line, [...(byLine.get(fault.line) ?? []), fault]);
    return [notice("bad", "alert", el("p", { role: "alert" },
      say(ROLL.bad, { n: roll.fault_count || bad.length }))),
    table([ROLL.line, ROLL.text, ROLL.note], [...byLine]
      .sort(([a], [b]) => a - b).map(([line, faults]) => el("tr",
        el("td.number", line || "—"),
        el("td.code.small", lines[line - 1] ?? ""),
        el("td", faults.map((fault) => el("p", { class: fault.notice
          ? "soft" : "wrong" }, say(fault)))))))];
  }

  goodRows(roll) {
    const { posts, fault } = numberRows(roll.rows, this.byOrder);
    const there = new Set(this.desk.log.seats().map((seat) => seat.post));
    const people = roll.rows.map((row, i) => ({ row, post: posts[i] }));
    const fresh = people.filter(({ post }) => post && !there.has(post));
    const same = roll.faults.map((notice) => el("li", say(notice)));
    const untold = roll.rows.find((row) => tagOf(row, this.tag) === null);

    return [
      notice(fault ? "warn" : "good", fault ? "alert" : "tick",
        el("p", { role: "status" }, say(ROLL.good, { all: roll.rows.length,
          seats: roll.voting, observers: roll.rows.length - roll.voting })),
        fault && el("p", say(ROLL.number, { line: fault.line, id: fault.id })),
        !fault && fresh.length < people.length && el("p", say(ROLL.onRoll,
          { n: people.length - fresh.length }))),
      this.orderBox(), this.tagBox(),
      untold && notice("warn", "alert", el("p", { role: "alert" },
        say(ROLL.badTag, { line: untold.line, tag: untold.delegation }))),
      same.length > 0 && notice("warn", "alert", el("p", say(ROLL.same)),
        el("ul", same)),
      this.sending(fault || untold ? [] : fresh),
      longTable([ROLL.line, ROLL.post, ROLL.name, ROLL.group, ROLL.job,
        ROLL.note], people, ({ row, post }) => rowOf(row, post,
        there.has(post), tagOf(row, this.tag)))];
  }

  orderBox() {
    const box = el("input", { type: "checkbox", checked: this.byOrder,
      onchange: () => {
        this.byOrder = box.checked;
        void this.desk.anew();
      } });

    return el("label.pick", box, el("span", say(ROLL.byOrder)));
  }

  tagBox() {
    return el("fieldset.reasons.across", el("legend", say(ROLL.tag)),
      TAGS.map((by) => el("label.pick", el("input", { type: "radio",
        name: "tag", value: by, checked: by === this.tag, onchange: () => {
          this.tag = by;
          void this.desk.anew();
        } }), el("span", say(ROLL.tagBy[by])))),
      el("p.small.soft", say(ROLL.tagHow)));
  }

  /* ---- Importing ---------------------------------------------------------- */

  sending(people) {
    const bar = el("progress", { hidden: true, max: people.length,
      "aria-label": say(ROLL.heading) });
    const words = el("p.soft", { role: "status" });

    return people.length > 0 && el("div.actions", actionButton(".primary.large",
      ROLL.import.map((w) => w.replace("{n}", people.length)),
      () => this.send(people, (done) => {
        bar.hidden = false;
        bar.value = done;
        words.textContent = say(ROLL.importing, { done, all: people.length });
      })), bar, words);
  }

  async send(people, onProgress) {
    if (this.busy)
      return;
    this.busy = true;
    try {
      await importRoll(this.desk, people.map(({ row, post }) => ({ post,
        tag: tagOf(row, this.tag), fields: { zh: row.name_zh, en: row.name_en,
          group: row.delegation, title_zh: row.title_zh,
          title_en: row.title_en } })), onProgress);
      this.done = true;
    } catch (error) {
      throw error instanceof CoreError && error.post ? inWords(error) : error;
    } finally {
      this.busy = false;
    }
    await this.desk.refresh();
    await this.desk.anew();
  }

  finished() {
    return [notice("good", "tick", el("p", { role: "status" },
      say(ROLL.done))),
    el("button.button.primary.large", { type: "button", onclick: () => {
      Object.assign(this, { csv: null, pasted: "", done: false });
      void this.desk.turnTo("cards");
    } }, say(ROLL.toCards))];
  }
}

/* Whose post was refused, and why. */
function inWords(error) {
  const put = (i) => ROLL.refused[i].replace("{post}", error.post) +
    (i === 0 ? error.zh : ` ${error.en}`);

  return Object.assign(error, { words: { zh: put(0), en: put(1) } });
}

function rowOf(row, post, there, tag) {
  return el("tr", el("td.number", row.line),
    el("td.number", post ? postName(post) : "—"),
    el("td", el("b", row.name_zh), row.name_en && el("div.small.soft",
      row.name_en)),
    el("td", row.delegation), el("td", row.title_zh),
    el("td", there && el("span.chip", say(ROLL.isOnRoll)),
      !there && tag && el("span.chip", tag)));
}

/* Slice by slice; how far it is stands above it. */
function longTable(heads, people, make) {
  const progress = el("p.small.soft");
  const node = table(heads, []);

  new Slices(node.querySelector("tbody"), { make, onProgress: (done, all) => {
    progress.textContent = done < all ? say(PEOPLE.listing, { done, all })
      : "";
  } }).show(people);
  return [progress, node];
}

function table(heads, rows) {
  return el("div.scroll", { tabindex: "0", role: "region",
    "aria-label": say(ROLL.heading) },
  el("table", el("thead", el("tr", heads.map((head) =>
    el("th", { scope: "col" }, say(head))))), el("tbody", rows)));
}
