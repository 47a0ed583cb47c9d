/*
 * sample.js - the sample session as the demonstration holds it, and a session
 * after it: a recorded vote that is voided, held again and superseded, and a
 * secret practice that stays open.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

import { Congress, seatOf } from "./congress.js";

const BUILD = process.env.BUILD ?? "build/release";
/** A title that is markup, and a formula to spreadsheets. */
export const HOSTILE = "=HYPERLINK(\"http://x.example\") <img src=x onerror=alert(1)>";
const LONG = "很长".repeat(1700);
const MOTION = "motion quorum present/roll>=2/3 pass for/roll>1/2 " +
  "notice 0 publish 3 post 15";
/** A recorded vote of one row, whose title is hostile. */
export const NAMED = { id: "V1", session: "7-2", kind: "motion", ballot: "named",
  title: { zh: HOSTILE, en: HOSTILE }, rows: [{ id: "V1", rule: MOTION,
    text: { zh: [HOSTILE, LONG, "表头\t=1+1\t@x"], en: [HOSTILE, LONG] } }] };
const AGAIN = { ...NAMED, id: "V2", follows: { paper: "V1", why: "void" },
  title: { zh: "作废后重新表决", en: "Voted again after the void" } };
const LATER = { ...NAMED, id: "V3", follows: { paper: "V2", why: "supersede" },
  title: { zh: "取代前一结果", en: "In place of the result before" } };
/* Thirty of the seats; number 15 has not used its card. */
const PRESENT = Array.from({ length: 31 }, (_, i) => i + 1)
  .filter((n) => n !== 15);
const PRACTICE = { id: "S1", session: "7-2", kind: "motion", ballot: "secret",
  practice: true, title: { zh: "演练：午餐", en: "Practice: lunch" },
  rows: [{ id: "S1", rule: MOTION, text: { zh: ["午餐"], en: ["Lunch"] } }] };

export class Sample extends Congress {
  hold() {
    rmSync(this.folder, { recursive: true });
    execFileSync("voting/demo/run", [this.folder], { stdio: "ignore",
      env: { ...process.env, DEMO_LANG: "en", BUILD } });
    this.now = Math.floor(Date.now() / 1000) - 3600;
    mkdirSync(this.file("keys/hall"), { mode: 0o700 });
    for (const key of ["chair/chair-1", "scrutineer-1/scrutineer-1",
      "scrutineer-2/scrutineer-2"])
      cpSync(this.file(`keys/${key}.key`),
        join(this.file("keys/hall"), `${key.split("/")[1]}.key`));
  }

  goOn() {
    this.later("chair", `session ${this.json("second.json", { id: "7-2",
      term: 7, number: 2, date: "2026-11-22",
      title: { zh: "第二次会议", en: "Second Session" } })}`);
    this.later("chair", "session-start 7-2");
    for (const n of PRESENT)
      this.later("seats", `present ${seatOf(n)}`);
    this.later("chair", `paper ${this.json("V1.json", NAMED)}`);
    this.batch();
    this.vote("V1", "for");
    this.by("hall", "void", "V1", "--reason", "正文发错");
    this.round("V2", AGAIN, "for");
    this.round("V3", LATER, "against");
    this.openPractice();
  }

  /* A secret practice that stays open. */
  openPractice() {
    this.later("chair", "key start --threshold 2");
    for (const step of ["commit", "deal", "accept"])
      for (const n of [1, 2, 3])
        this.later(`scrutineer-${n}`, `key ${step}`);
    this.later("chair", `paper ${this.json("S1.json", PRACTICE)}`);
    this.later("chair", "open S1");
    this.batch();
  }

  /** The number of a paper's first such event. */
  entryOf(paper, type) {
    const texts = readFileSync(this.file("bundle"), "latin1")
      .split(/\ncongress-entry\/v1 \d+\ncongress\/v1 /).slice(1);
    const number = (test) => texts.findIndex(test);
    const laid = number((text) =>
      text.startsWith("paper\n") && text.includes(`\npaper ${paper}\n`));
    const open = number((text) =>
      text.startsWith("open\n") && text.includes(`\npaper ${laid} `));

    return number((text) => text.startsWith(`${type}\n`) &&
      text.includes(`\nopen ${open} `));
  }

  vote(paper, option) {
    this.later("chair", `open ${paper}`);
    this.cast(paper, Object.fromEntries(PRESENT.map((n, i) =>
      [n, i < 25 ? option : "abstain"])));
  }

  round(id, paper, option) {
    this.later("chair", `paper ${this.json(`${id}.json`, paper)}`);
    this.batch();
    this.vote(id, option);
    for (const step of ["close", "result"])
      this.later("chair", `${step} ${id}`);
    for (const n of [1, 2])
      this.later(`scrutineer-${n}`, `sign-off ${id}`);
    for (const step of ["declare", "publish"])
      this.later("chair", `${step} ${id}`);
    this.batch();
  }
}
