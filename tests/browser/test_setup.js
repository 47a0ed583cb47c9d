/*
 * Goal: a secretary comes from the server's one-time code to a first question
 * on record: the conference is founded once, whatever the network does; both
 * conveners end up with a key of their own on a device of their own; what is
 * pasted from Word keeps its tables and nothing that runs or hides; every paper
 * of the sample can be written and laid.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { CHAIR } from "../../voting/web/words/chair.js";
import { EMPTY } from "../../voting/web/words/empty.js";
import { JOIN } from "../../voting/web/words/join.js";
import { FOUND, PEOPLE, SESSIONS, SETUP, STEP }
  from "../../voting/web/words/setup.js";
import { QUESTION } from "../../voting/web/words/setup_question.js";
import { READY, REHEARSAL, ROLL } from "../../voting/web/words/setup_ready.js";
import { Congress } from "./congress.js";
import { findings, inspect } from "./inspect.js";
import { Story } from "./story.js";

const HOSTILE = "<img src=x onerror=alert(1)>";
const WORD = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
  <style>p { color: red }</style><title>no</title></head><body>
  <!--StartFragment--><h1>第一章&nbsp; 总则</h1>
  <p class=MsoNormal>每人<b>每月</b>\u202e600\u202c元。<script>alert(3)</script></p>
  <ol start=2><li>课时量</li><li>岗位职责</li></ol>
  <table><tr><td><p>项目</p></td><td>比例</td></tr>
  <tr><td>课时量</td><td>40%</td></tr></table>
  <img src="https://elsewhere.example/spy.png" onerror="alert(4)">
  <!--EndFragment--></body></html>`;
const PASTED = ["第一章 总则", "每人每月600元。", "2. 课时量", "3. 岗位职责",
  "项目\t比例", "课时量\t40%"];

const congress = new Congress();
const story = new Story(congress);
/** @type {import("./people.js").Person} */
let secretary, second, deputy;

/* Types into the field of that label; the one that stands first counts. */
async function types(person, label, text, index = 0) {
  await person.page.getByLabel(person.word(label), { exact: true }).nth(index)
    .fill(text);
}

/* By the list of steps. */
async function turnsTo(person, step) {
  await person.page.getByRole("navigation")
    .getByRole("button", { name: person.word(step) }).click();
}

const alertIn = (person) => person.page.getByRole("alert");

/* What the card on screen holds. */
async function digitsOnScreen(person) {
  return (await person.page.locator(".digits li").allInnerTexts()).join(" ");
}

story.step("an empty server says so, and leads to the set-up", async () => {
  await congress.serve();
  const people = await story.begin();
  const visitor = await people.person("visitor", { language: "en" });

  for (const path of ["/", "/chair", "/record", "/scrutineer", "/wall"]) {
    await visitor.go(congress.address + path);
    await visitor.heads(EMPTY.none);
  }
  await inspect(visitor, "empty");
  await visitor.page.getByRole("link", { name: EMPTY.begin[1] }).click();
  await visitor.heads(FOUND.code);
  await visitor.context.close();
});

story.step("a wrong set-up code is refused in words, the right one is not",
  async () => {
    secretary = await story.people.person("secretary", { width: 1280,
      height: 800 });
    await secretary.go(`${congress.address}/setup`);
    await secretary.heads(FOUND.code);
    await types(secretary, FOUND.codeLabel, "abc");
    await secretary.press(FOUND.checkCode);
    await secretary.sees(FOUND.codeForm);
    await types(secretary, FOUND.codeLabel, "aaaa-aaaa-aaaa-aaaa");
    await secretary.press(FOUND.checkCode);
    await secretary.sees(FOUND.codeWrong);
    await inspect(secretary, "setup-code");
    await secretary.page.route("**/event", (route) => route.fulfill({
      status: 429, headers: { "Retry-After": "2" },
      body: "too-many\n太多\nToo many\n" }));
    await secretary.press(FOUND.checkCode);
    await secretary.sees(FOUND.codeWait);
    await secretary.page.unroute("**/event");
    const code = readFileSync(congress.file("log.db.set-up-code"), "utf8");

    await types(secretary, FOUND.codeLabel, ` ${code.trim().toUpperCase()} `);
    await secretary.press(FOUND.checkCode);
    await secretary.heads(FOUND.conference);
  });

story.step("names with hidden characters are refused, others taken", async () => {
  await types(secretary, FOUND.name, "第七届\u202e教职工代表大会");
  await types(secretary, SETUP.en, "Seventh Staff Representative Conference");
  await types(secretary, FOUND.school, `听松小学${HOSTILE}`);
  await types(secretary, FOUND.term, "7");
  await secretary.press(SETUP.next);
  await alertIn(secretary).getByText("U+202E").waitFor();
  await types(secretary, FOUND.name, "长".repeat(200));
  await secretary.press(SETUP.next);
  await secretary.sees(SETUP.tooLong);
  await types(secretary, FOUND.name, "第七届教职工代表大会");
  assert.equal(await secretary.page.getByLabel(FOUND.origin[0]).inputValue(),
    "127.0.0.1/congress-7");
  await types(secretary, FOUND.origin, "tingsong.example/congress-7");
  await inspect(secretary, "setup-conference");
  await secretary.press(SETUP.next);
  await secretary.heads(FOUND.conveners);
  await types(secretary, FOUND.personZh, "沈知微", 0);
  await types(secretary, FOUND.personZh, "方立诚", 1);
  await inspect(secretary, "setup-conveners");
  await secretary.press(SETUP.next);
});

/* The group of the backup that the page asks for. */
async function typesGroup(person, digits, wrong = "") {
  const label = await person.page.locator(".step .field label").last()
    .innerText();
  const n = Number(/\d+/.exec(label)[0]);

  await person.page.locator(".step .field input").last()
    .fill(wrong || digits[n - 1]);
  await person.press(SETUP.next);
}

story.step("the key's backup has to be on paper before it goes on", async () => {
  await secretary.heads(FOUND.backup);
  const digits = (await digitsOnScreen(secretary)).split(" ");

  assert.equal(digits.length, 20);
  await typesGroup(secretary, digits, "00000");
  await alertIn(secretary).locator("p").first().waitFor();
  await inspect(secretary, "setup-backup");
  await typesGroup(secretary, digits);
  await secretary.heads(FOUND.confirm);
  await inspect(secretary, "setup-confirm");
});

story.step("an answer that is lost founds the conference once", async () => {
  let lost = 0;

  await secretary.page.route("**/event", async (route) => {
    if (lost++ > 0) {
      await route.continue();
      return;
    }
    await route.fetch(); /* the server has it, and nobody hears of that */
    await route.abort();
  });
  await secretary.press(FOUND.found);
  await secretary.heads(FOUND.done);
  await secretary.page.unroute("**/event");
  assert.equal(await secretary.page.locator("main img").count(), 0);
  assert.equal((await secretary.kept("setup/genesis")), null);
  assert.equal((await secretary.kept("setup/form/founding")), null);
  const now = await (await fetch(`${congress.address}/now`)).text();

  assert.equal(now.split(" ")[0], "1");
  await inspect(secretary, "setup-founded");
});

story.step("the second convener's key goes to their own phone", async () => {
  const before = (await secretary.kept("keys/chair/2")).seed;

  await turnsTo(secretary, STEP.people);
  await inspect(secretary, "setup-people");
  await secretary.press(PEOPLE.handOver);
  await secretary.page.locator("svg.qr").waitFor();
  await inspect(secretary, "setup-card");
  assert.equal(await secretary.kept("keys/chair/2"), null);
  second = await story.people.person("second");
  await second.go(`${congress.address}/chair`);
  await types(second, JOIN.digits, await digitsOnScreen(secretary));
  await second.press(JOIN.next);
  await second.press(JOIN.useThis);
  await second.sees(CHAIR.notPresiding[0].split("{")[0]);
  await secretary.heads(PEOPLE.title);
  assert.notEqual((await second.kept("keys/chair/2")).seed, before);
  assert.equal(await secretary.kept("setup/card/chair/2"), null);
});

story.step("a stand-in and a desk get cards, with names as they are", async () => {
  await types(secretary, FOUND.personZh, `郭${HOSTILE}`, 0);
  await secretary.press(PEOPLE.make, 0);
  await secretary.page.getByRole("heading", { level: 2, name: `郭${HOSTILE}` })
    .waitFor();
  deputy = await story.people.person("deputy", { language: "en" });
  await deputy.go(`${congress.address}/chair#${
    (await secretary.kept("setup/card/chair/3")).token}`);
  await deputy.page.getByRole("heading", { name: `Are you 郭${HOSTILE}?` })
    .waitFor();
  await deputy.press(JOIN.useThis);
  await secretary.heads(PEOPLE.title);
  await types(secretary, FOUND.deskZh, "签到处");
  await secretary.press(PEOPLE.make);
  await secretary.page.getByRole("heading", { level: 2, name: "签到处" })
    .waitFor();
  await secretary.press(SETUP.back);
  await secretary.page.getByText(PEOPLE.cardOut[0]).waitFor();
  await deputy.context.close();
});

story.step("the desk may be on the same device", async () => {
  await secretary.press(PEOPLE.showCard);
  await secretary.page.getByRole("link", { name: PEOPLE.useHere[0] }).click();
  await secretary.page.waitForURL("**/desk*");
  await secretary.press(JOIN.useThis);
  await secretary.page.waitForFunction(() =>
    localStorage.getItem("congress/keys/desk/1"));
  await secretary.page.getByText("签到处").first().waitFor();
  await secretary.go(`${congress.address}/setup`);
  await secretary.page.locator(".line", { hasText: "签到处" })
    .getByText(PEOPLE.here[0]).waitFor();
});

story.step("a session is put on record", async () => {
  await turnsTo(secretary, STEP.sessions);
  await secretary.press(SESSIONS.lay);
  await secretary.sees(SESSIONS.bad);
  await types(secretary, SESSIONS.date, "2036-06-12");
  await inspect(secretary, "setup-sessions");
  await secretary.press(SESSIONS.lay);
  await secretary.page.locator(".line", { hasText: "2036年6月12日" }).waitFor();
  const { sessions } = await (await fetch(
    `${congress.address}/view/conference`)).json();

  assert.deepEqual(sessions.map((s) => s.id), ["7-1"]);
});

story.step("one tap drafts the three procedural questions", async () => {
  await turnsTo(secretary, STEP.questions);
  await inspect(secretary, "setup-no-questions");
  await secretary.press(QUESTION.three);
  for (const id of ["M1", "M2", "M3"])
    await secretary.page.locator(".line", { hasText: id }).waitFor();
});

/* As somebody pastes what was copied elsewhere. */
async function pastes(person, label, html, index = 0) {
  await person.page.getByLabel(person.word(label), { exact: true }).nth(index)
    .evaluate((box, text) => {
      const data = new DataTransfer();

      data.setData("text/html", text);
      box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data,
        bubbles: true, cancelable: true }));
    }, html);
}

story.step("text from Word keeps its table, and nothing that hides", async () => {
  await secretary.press(QUESTION.motion);
  await types(secretary, QUESTION.titleZh, HOSTILE);
  await pastes(secretary, QUESTION.textZh, WORD);
  assert.equal(await secretary.page.getByLabel(QUESTION.textZh[0])
    .inputValue(), PASTED.join("\n"));
  await secretary.page.locator(".phone td", { hasText: "40%" }).waitFor();
  assert.equal(await secretary.page.locator("main img, main script").count(), 0);
  assert.ok([...secretary.asked].every((url) =>
    url.startsWith(congress.address)));
  await inspect(secretary, "setup-question");
  await secretary.page.reload();
  await secretary.page.locator(".phone td", { hasText: "40%" }).waitFor();
});

story.step("a question is laid, frozen, and corrected by a new version", async () => {
  await secretary.press(QUESTION.layIt);
  await secretary.sees(QUESTION.frozen);
  await inspect(secretary, "setup-laid");
  await secretary.press(QUESTION.correct);
  await types(secretary, QUESTION.titleZh, "绩效工资方案");
  await secretary.press(QUESTION.layIt);
  await secretary.sees(QUESTION.frozen);
  const { papers } = await (await fetch(
    `${congress.address}/view/conference`)).json();

  assert.deepEqual(papers.map((p) => [p.id, p.version]), [["P1", 2]]);
  await secretary.press(QUESTION.back);
});

story.step("the page ends on a list of what is left", async () => {
  await turnsTo(secretary, STEP.roll);
  await secretary.sees(ROLL.none);
  await turnsTo(secretary, STEP.rehearsal);
  await secretary.press(REHEARSAL.make);
  await secretary.sees(REHEARSAL.prepared);
  await inspect(secretary, "setup-rehearsal");
  await turnsTo(secretary, STEP.ready);
  await secretary.sees(READY.noRoll);
  await secretary.sees(READY.standIn);
  await secretary.sees(READY.noHttps);
  await inspect(secretary, "setup-ready");
});

story.step("a lost device is replaced by the digits on paper", async () => {
  await turnsTo(secretary, STEP.found);
  await secretary.page.getByText(FOUND.showBackup[0]).click();
  const digits = await digitsOnScreen(secretary);
  const other = await story.people.person("other", { language: "en" });

  await other.go(`${congress.address}/setup`);
  await other.heads(SETUP.restore);
  await types(other, SETUP.restoreHow, digits.replace(/^\d/, (d) =>
    String((Number(d) + 1) % 10)));
  await other.press(SETUP.restore);
  await alertIn(other).getByText("Group 1").waitFor();
  await types(other, SETUP.restoreHow, digits);
  await inspect(other, "setup-restore");
  await other.press(SETUP.restore);
  await other.heads(FOUND.done);
  await other.context.close();
});

story.step("who comes second to an empty server is told, and founds nothing",
  async () => {
    const server = new Congress();
    const late = await story.people.person("late", { language: "en" });

    await server.serve();
    try {
      await late.go(`${server.address}/setup`);
      await types(late, FOUND.codeLabel, readFileSync(
        server.file("log.db.set-up-code"), "utf8"));
      await late.press(FOUND.checkCode);
      await types(late, FOUND.name, "第八届教职工代表大会");
      await types(late, FOUND.school, "听松小学");
      await types(late, FOUND.term, "8");
      await late.press(SETUP.next);
      await types(late, FOUND.personZh, "沈知微", 0);
      await types(late, FOUND.personZh, "方立诚", 1);
      await late.press(SETUP.next);
      await late.heads(FOUND.backup);
      server.ctl("init", "voting/demo/papers/conference.json", "--log",
        server.address, "--keys", server.file("keys/chair"),
        "--setup-code-file", server.file("log.db.set-up-code"));
      await late.sees(FOUND.other);
      await late.press(FOUND.forget);
      await late.heads(SETUP.restore);
      assert.equal(await late.kept("keys/chair/1"), null);
    } finally {
      await late.context.close();
      await server.end();
    }
  });

/* That what is pasted may not run is said to the console. */
const OF_THE_POLICY = /Content Security Policy directive/;

story.aside("no page complained, and everything can be read", () => {
  for (const person of [secretary, second])
    assert.deepEqual(person.complaints.filter((words) =>
      !OF_THE_POLICY.test(words)), [], person.name);
  assert.deepEqual(findings, []);
});
