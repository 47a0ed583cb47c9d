/*
 * Goal: the representative's phone in every state that a day brings: many rows,
 * a cap, a test ballot, a show of hands, a question that is not to be believed,
 * two windows, a wrong clock, sleep through the end, several posts on one phone;
 * by keyboard alone; and what it loads first is small.
 */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { get } from "node:http";

import { FRAME } from "../../voting/web/words/frame.js";
import { JOIN, WAITS } from "../../voting/web/words/join.js";
import { PHONE } from "../../voting/web/words/phone.js";
import { OPTION } from "../../voting/web/words/result.js";
import { Congress, seatOf } from "./congress.js";
import { findings, inspect } from "./inspect.js";
import { Story } from "./story.js";

const BY_CTL = Array.from({ length: 30 }, (_, i) => i + 1);
const FIRST_LOAD_MAX = 150 * 1000; /* bytes */

const paper = (name) => JSON.parse(readFileSync(
  `voting/demo/papers/${name}.json`, "utf8"));
const motion = (id, zh, more = {}) => ({ id, session: "7-1", kind: "motion",
  ballot: "secret", title: { zh, en: `Question ${id}` },
  rule: "school.default", rows: [{ id, text: {
    zh: [zh, "第一条　从下学年起执行。", "第二条　由校务会议负责。"],
    en: [`Question ${id}`, "1. From next year on.", "2. By the board."] } }],
  ...more });
const A1 = { ...paper("A1"), recusals: [] };
const E1 = { ...paper("E1"), rows: paper("E1").rows.slice(0, 7) };

/* As many rows as an appraisal has in earnest. */
A1.rows = Array.from({ length: 12 }, (_, i) => ({ id: `L${i + 1}`,
  members: i % 2 === 0, text: { zh: [`第${i + 1}位`, "中层干部"],
    en: [`Leader ${i + 1}`, "Head of department"] } }));

const congress = new Congress();
const story = new Story(congress);
/** @type {import("./people.js").Person} */
let phone;

const choose = (person, option) =>
  person.page.locator(`.choices .choice.${option}`).click();
const by = (...command) => congress.by("hall", ...command);
const rowOf = (n, all) => PHONE.rowOf.map((words) =>
  words.replace("{n}", n).replace("{all}", all));

async function comes(n, how) {
  const person = await story.people.person(`phone-${n}`, how);

  await person.enrol(`${congress.address}/`,
    congress.token("roll.tokens", seatOf(n)));
  await person.sees(PHONE.notCheckedIn);
  return person;
}

async function checksIn(person) {
  await person.press(PHONE.checkIn);
  await person.sees(PHONE.checkedIn);
}

story.step("a conference with papers of every kind", async () => {
  congress.found([A1, E1, motion("Q1", "关于增设教师休息室的提案"),
    motion("Q2", "关于调整作息时间的提案", { ballot: "named" }),
    motion("H1", "大会表决办法（补充）", { ballot: "hands" })], BY_CTL);
  congress.enrolScrutineers();
  congress.lockBox();
  congress.gatherKeys("hall", [["chair", "chair/1"], ["desk", "desk/1"],
    ["s1", "scrutineer/1"], ["s2", "scrutineer/2"]]);
  await congress.serve();
  await story.begin();
  congress.byTwo("headcount", "40");
});

/* ---- The first load ------------------------------------------------------- */

/* What the server sends, in this coding. */
const sent = (path, coding) => new Promise((resolve, reject) => {
  get(`${congress.address}${path}`, { headers: { "Accept-Encoding": coding } },
    (response) => {
      let length = 0;

      response.on("data", (bytes) => {
        length += bytes.length;
      }).on("end", () => resolve({ length, status: response.statusCode,
        coding: response.headers["content-encoding"] }));
    }).on("error", reject);
});

story.aside("the voting page and the core in it are sent in 150 kB", async () => {
  const person = await story.people.person("first");

  await person.go(`${congress.address}/`);
  await person.sees(JOIN.scan);
  const paths = [...person.asked].map((url) => new URL(url).pathname)
    .filter((path) => path === "/" || path.startsWith("/app/"));

  assert.ok(paths.some((path) => path.endsWith("/vote.wasm")));
  for (const coding of ["br", "gzip"]) {
    const all = await Promise.all(paths.map((path) => sent(path, coding)));
    const sum = all.reduce((total, { length }) => total + length, 0);

    assert.ok(all.every(({ status }) => status === 200));
    assert.ok(all.some((one) => one.coding === coding));
    assert.ok(sum > 50000 && sum <= FIRST_LOAD_MAX, `${coding}: ${sum} bytes`);
    console.log(`figure: first load, ${coding}: ${sum} bytes, ${
      paths.length} files`);
  }
  await person.context.close();
});

/* ---- Before the ballot ---------------------------------------------------- */

story.step("the wall's code, which is nobody's, says to scan one's own card", async () => {
  const person = await story.people.person("stranger");

  await person.go(`${congress.address}/`);
  await person.sees(JOIN.scan);
  await person.sees(JOIN.scanHow);
  await person.context.close();
});

story.step("a phone says what it can be asked: lost, wiped, or not used at all", async () => {
  phone = await comes(36);
  await checksIn(phone);
  await phone.page.locator("summary", { hasText: PHONE.whatIf[0] }).click();
  for (const words of PHONE.ifs)
    await phone.sees(words);
  await inspect(phone, "phone-home");
});

story.aside("the presiding officer is told which phones are there", async () => {
  for (;;) {
    const now = await (await fetch(`${congress.address}/now`)).text();

    if (Number(now.split(" ")[3]) > 0)
      return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
});

story.aside("the wall's code on a phone that is in use leads to where it was", async () => {
  await phone.go(`${congress.address}/`);
  await phone.sees(PHONE.checkedIn);
});

story.aside("a phone whose clock is wrong says so, and is checked in all the same", async () => {
  const person = await story.people.person("late");

  await person.context.addInitScript(() => {
    const { now } = Date;

    Date.now = () => now() + 3600 * 1000;
  });
  await person.enrol(`${congress.address}/`,
    congress.token("roll.tokens", seatOf(35)));
  await person.sees(FRAME.clock);
  await checksIn(person);
  await inspect(person, "phone-clock");
  await person.context.close();
});

story.aside("a phone with another post shows the way there, and what waits", async () => {
  const person = await story.people.person("two-posts");

  await person.holds(congress.keyOf("s3", "scrutineer/3"));
  await person.enrol(`${congress.address}/`,
    congress.token("roll.tokens", seatOf(34)));
  const link = person.page.locator("nav.roles a");

  await link.waitFor();
  await inspect(person, "phone-roles");
  await link.click();
  await person.page.locator("nav.roles a", { hasText: "017" }).or(
    person.page.locator("nav.roles a", { hasText: "034" })).waitFor();
  by("open", "Q2");
  await person.page.locator("nav.roles .chip", { hasText: WAITS.open[0] })
    .waitFor();
  await person.context.close();
});

/* ---- A named question, by keyboard alone ----------------------------------- */

story.step("a named question is voted on by keyboard alone", async () => {
  const { page } = phone;
  const tabTo = async (name) => {
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press("Tab");
      const text = await page.evaluate(() =>
        document.activeElement.textContent.trim());

      if (text === name)
        return;
    }
    assert.fail(`no way to ${name} by keyboard`);
  };

  await phone.sees("关于调整作息时间的提案");
  assert.equal(await page.locator("[aria-pressed=true]").count(), 0);
  const tree = await page.locator(".choices").ariaSnapshot();

  for (const option of ["for", "against", "abstain"])
    assert.match(tree, new RegExp(`button "${OPTION[option][0]}"`));
  await tabTo(OPTION.against[0]);
  await page.keyboard.press("Enter");
  await phone.sees(PHONE.review);
  await inspect(phone, "phone-named");
  /* Another seat marks the same, and has seen the same of the log. */
  congress.cast("Q2", { [BY_CTL[0]]: "against" });
  await tabTo(PHONE.castNamed[0]);
  await page.keyboard.press("Enter");
  await phone.heads(PHONE.inTheBox);
});

story.step("it says what is asked of whom in a show of hands: nothing to press", async () => {
  by("void", "Q2", "--reason", "试过了");
  by("open", "H1");
  await phone.heads(PHONE.hands);
  assert.equal(await phone.page.locator(".choice").count(), 0);
  await inspect(phone, "phone-hands");
  by("void", "H1", "--reason", "试过了");
  await phone.sees(PHONE.waiting);
});

/* ---- Twelve rows ---------------------------------------------------------- */

story.step("an appraisal of twelve rows is filled in row by row", async () => {
  by("open", "A1");
  await phone.sees(rowOf(1, 12));
  await phone.sees("第1位"); /* a text for members only */
  await inspect(phone, "phone-appraisal");
  for (let n = 1; n <= 12; n++) {
    await phone.sees(rowOf(n, 12));
    await choose(phone, n % 3 === 0 ? "competent" : "excellent");
  }
  await phone.sees(PHONE.review);
  await inspect(phone, "phone-appraisal-review");
});

story.step("one row is changed from the overview, which it leads back to", async () => {
  await phone.page.locator("ol .button").nth(4).click();
  await phone.sees(rowOf(5, 12));
  await phone.page.getByRole("button", { name: PHONE.toReview[0] }).waitFor();
  await choose(phone, "not_competent");
  await phone.sees(PHONE.review);
  assert.match(await phone.page.locator("ol li").nth(4).innerText(),
    new RegExp(OPTION.not_competent[0]));
});

story.step("its test ballot fits a QR code, and holds what was chosen", async () => {
  await phone.press(PHONE.seal);
  await phone.heads(PHONE.sealed);
  const code = await phone.page.locator(".notice .code").innerText();

  await phone.press(PHONE.test);
  await phone.heads(PHONE.tested);
  await phone.page.getByRole("img", { name: PHONE.testCode[0] }).waitFor();
  await inspect(phone, "phone-test-ballot");
  await phone.page.locator("summary", { hasText: PHONE.testContent[0] }).click();
  writeFileSync(congress.file("revealed"),
    await phone.page.locator("textarea").inputValue());
  const said = congress.ctl("test-check", congress.file("revealed"), "--code",
    code, "--log", congress.log, "--lang", "en");

  assert.match(said, /not_competent/);
  await phone.press(PHONE.again);
  await phone.sees(rowOf(1, 12));
});

story.step("a phone that sleeps through the end says that nothing was cast", async () => {
  await choose(phone, "excellent");
  await phone.context.setOffline(true);
  await phone.sees(FRAME.lost);
  by("void", "A1", "--reason", "试过了");
  await phone.context.setOffline(false);
  await phone.sees(PHONE.missed);
  await phone.sees(PHONE.waiting);
  await inspect(phone, "phone-missed");
});

/* ---- A cap ---------------------------------------------------------------- */

story.step("more than the seats cannot be marked, and that is said", async () => {
  by("open", "E1");
  const names = [];

  for (let n = 1; n <= 5; n++) {
    await phone.sees(rowOf(n, 7));
    names.push(await phone.page.locator("main h2").innerText());
    await choose(phone, "for");
  }
  await phone.sees(rowOf(6, 7));
  await choose(phone, "for");
  await phone.sees(PHONE.capFull[0].replace("{n}", "5"));
  await phone.sees(rowOf(6, 7));
  await inspect(phone, "phone-cap");
  await choose(phone, "abstain");
  await choose(phone, "against");
  await phone.sees(PHONE.review);
  await inspect(phone, "phone-cap-review");
  /* In the order in which the paper has them. */
  assert.deepEqual(names, E1.rows.slice(0, 5).map(({ text }) =>
    [text.zh].flat()[0]));
  await phone.press(PHONE.seal);
  await phone.press(PHONE.cast);
  await phone.heads(PHONE.inTheBox);
  by("void", "E1", "--reason", "试过了");
});

/* ---- What is not believed --------------------------------------------------- */

const PACK = "**/pack/**";

/* What comes instead of the pack; undefined: the pack. */
async function shownInstead(make) {
  await phone.page.route(PACK, async (route) => {
    const response = await route.fetch();

    await route.fulfill({ response, body: make(await response.body()) });
  });
}

async function refusedBecause(code) {
  await phone.sees(code);
  await phone.sees(PHONE.notBelieved);
  assert.equal(await phone.page.locator(".choice").count(), 0);
}

/* With another byte, so far behind these words. */
function changed(pack, words, far) {
  const bytes = Buffer.from(pack);

  bytes[bytes.indexOf(words) + far] ^= 1;
  return bytes;
}

story.step("a question with another election key or text is refused in words, and asked for again", async () => {
  let old;

  await shownInstead((pack) => {
    old = pack;
    return changed(pack, "congress/v1 open\n", 300);
  });
  by("open", "Q1");
  await refusedBecause("root");
  await inspect(phone, "phone-not-believed");
  await phone.page.unroute(PACK);
  await shownInstead((pack) => changed(pack, "\ntext ", 60));
  await phone.press(PHONE.tryAgain);
  await refusedBecause("blob");
  /* An older state of the log than the one that the phone has seen. */
  await phone.page.unroute(PACK);
  await shownInstead(() => old);
  congress.byTwo("headcount", "40");
  await refusedBecause("seen-too-old"); /* it has asked again by itself */
  await phone.page.unroute(PACK);
  await phone.press(PHONE.tryAgain);
  await phone.page.locator(".choice.for").waitFor();
});

/* ---- Two windows, and the three sentences ----------------------------------- */

story.step("a second window takes over, and says so in the first", async () => {
  const second = await phone.context.newPage();

  await second.goto(`${congress.address}/`);
  await second.locator(".choice.for").waitFor();
  await phone.heads(PHONE.elsewhere);
  await phone.page.bringToFront();
  await inspect(phone, "phone-elsewhere");
  await phone.press(PHONE.useHere);
  await phone.page.locator(".choice.for").waitFor();
  await second.getByRole("heading", { name: PHONE.elsewhere[0] }).waitFor();
  await second.close();
});

story.step("no network: the ballot waits on the phone, and goes in by itself", async () => {
  await choose(phone, "abstain");
  await phone.press(PHONE.seal);
  await phone.heads(PHONE.sealed);
  await phone.context.setOffline(true);
  await phone.press(PHONE.cast);
  await phone.heads(PHONE.waitingNet);
  await phone.context.setOffline(false);
  await phone.heads(PHONE.inTheBox);
  await inspect(phone, "phone-done");
  assert.equal(await congress.countOf("cast"), 4);
});

story.step("every screen can be read by everybody", () => {
  assert.deepEqual(findings, []);
});
