/*
 * Goal: the QR codes that pages draw are read by another implementation (zbar),
 * from a picture of them: the shortest and the longest, Chinese, and a card's
 * address; and one that was drawn over is not read as anything. And a list of
 * many is there slice by slice.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";

import { Congress } from "./congress.js";
import { Story } from "./story.js";

const congress = new Congress();
const story = new Story(congress);
/** @type {import("./people.js").Person} */
let person;

/* Draws it alone on the page, and takes its picture. */
async function picture(text, how = {}) {
  await person.page.evaluate(async ([words, options]) => {
    const script = document.querySelector("script[type=module]");
    const { qrCode } = await import(new URL("screen/qr.js", script.src).href);
    const code = qrCode(words, "a code", options);

    code.style.width = `${4 * code.viewBox.baseVal.width}px`;
    document.body.replaceChildren(code);
  }, [text, how]);
  const path = congress.file("code.png");

  await person.page.locator("svg.qr").screenshot({ path });
  return path;
}

/* What zbar reads; null if there is nothing to read. */
function read(path) {
  try {
    return execFileSync("zbarimg", ["-q", "--raw", "-Sdisable",
      "-Sqrcode.enable", "-Sqrcode.binary", "--oneshot", path],
    { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch (error) {
    if (error.status === 4)
      return null;
    throw error;
  }
}

const CASES = [
  ["one letter", "A", {}],
  ["a card's address", "http://192.168.1.20:8443/#q83vEjRWeJCrze8SNFZ4kA", {}],
  ["Chinese, and what is rare", "第七届教职工代表大会 𠮷 — “签到处”", {}],
  ["what a URL may hold", "https://x.example/?a=%E4%BD%A0&b=<>\"'#\\", {}],
  ["a long text", "congress-test-ballot/v1 ".repeat(60), {}],
  ["the longest with little repair", "7".repeat(2953), { level: "L" }],
  ["with much repair", "repair ".repeat(30), { level: "H" }],
];

story.step("a page of the server is there to draw on", async () => {
  congress.ctl("init", "voting/demo/papers/conference.json", "--log",
    congress.database, "--keys", congress.file("keys/chair"), "--lang", "en");
  await congress.serve();
  await story.begin();
  person = await story.people.person("reader", { width: 1280, height: 900 });
  await person.go(`${congress.address}/wall`);
});

for (const [what, text, how] of CASES)
  story.aside(`${what} is read as it was written`, async () => {
    assert.equal(read(await picture(text, how)), text);
  });

story.aside("one byte more than fits is refused", async () => {
  await assert.rejects(picture("7".repeat(2954), { level: "L" }),
    /overflow/);
});

story.aside("a code that is drawn over is not read", async () => {
  await picture("a secret");
  await person.page.evaluate(() => {
    const over = document.createElementNS("http://www.w3.org/2000/svg", "rect");

    over.setAttribute("width", "60%");
    over.setAttribute("height", "60%");
    document.querySelector("svg.qr").append(over);
  });
  const path = congress.file("spoilt.png");

  writeFileSync(path, await person.page.locator("svg.qr").screenshot());
  assert.equal(read(path), null);
});

story.step("a long list is filled slice by slice, and what is looked for comes first", async () => {
  const seen = await person.page.evaluate(async () => {
    const script = document.querySelector("script[type=module]");
    const { Slices } = await import(new URL("screen/slices.js", script.src)
      .href);
    const list = document.body.appendChild(document.createElement("ul"));
    const rows = new Map();
    const steps = [];
    const make = (n) => {
      const row = document.createElement("li");

      row.textContent = n;
      rows.set(n, row);
      return row;
    };
    let whole = () => {};
    const slices = new Slices(list, { make, there: (n) => rows.get(n),
      isTrue: (n) => rows.get(n)?.textContent === String(n),
      onProgress: (done, all) => {
        steps.push([done, list.childElementCount]);
        if (done === all)
          whole();
      } });
    const shown = (items) => new Promise((resolve) => {
      whole = () => resolve(steps.splice(0));
      slices.show(items);
    });
    const all = Array.from({ length: 300 }, (_, i) => i);
    const texts = () => [...list.children].map((row) => row.textContent)
      .join();

    slices.show(all); /* and something else is looked for at once */
    const few = await shown([250, 3]);
    const found = texts();
    const filled = await shown(all);
    const first = rows.get(7);

    for (const row of rows.values())
      row.textContent = "old";
    const again = await shown(all);
    const end = [texts() === all.join(), rows.get(7) !== first];

    list.remove();
    return { few, found, filled, again, end };
  });

  assert.equal(seen.found, "250,3");
  assert.ok(seen.filled.length >= 5, "in slices");
  assert.ok(seen.filled[0][0] >= 30 && seen.filled[0][0] <= 62, "first some");
  /* What has changed is drawn anew without the list being cut short. */
  assert.ok(seen.again.length >= 5);
  assert.ok(seen.again.every(([, standing]) => standing === 300));
  assert.deepEqual(seen.end, [true, true]);
});

story.step("nothing of it was asked of a server", () => {
  for (const url of person.asked)
    assert.ok(url.startsWith(congress.address), url);
  assert.ok(![...person.asked].some((url) => url.includes("secret")));
});
