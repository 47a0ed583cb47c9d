/*
 * Goal: the single page's script does what its modules do, and is not made of
 * what could be misread; the table of results is no program to a spreadsheet.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import vm from "node:vm";

import { bundleOf, csvOf, groupsOf } from "../../voting/web/log/bundle.js";

const folder = mkdtempSync(join(tmpdir(), "one-script-"));

after(() => rmSync(folder, { recursive: true }));

/* The script of these modules, of which first.js is the first. */
function oneScript(modules, ...swaps) {
  for (const [name, text] of Object.entries(modules))
    writeFileSync(join(folder, name), text);
  return spawnSync(process.execPath, ["voting/web/one_script.mjs", folder,
    "first.js", ...swaps], { encoding: "utf8" });
}

test("modules import, rename and hand on what they export", () => {
  const { stdout, status } = oneScript({
    "first.js": "import { add as plus, Both,\n  ONE } from \"./second.js\";\n" +
      "import \"./third.js\";\nout.push(plus(ONE, 1), new Both().name());\n",
    "second.js": "export { Both } from \"./third.js\";\nexport const ONE = 1;\n" +
      "export function add(a, b) {\n  return a + b;\n}\n",
    "third.js": "out.push(\"once\");\nclass Both {\n  name() {\n" +
      "    return \"both\";\n  }\n}\nexport { Both };\n",
  });
  const out = [];

  assert.equal(status, 0);
  vm.runInNewContext(stdout, { out });
  assert.deepEqual(out, ["once", 2, "both"]);
});

test("another module can take the place of one", () => {
  const { stdout } = oneScript({
    "first.js": "import { name } from \"./second.js\";\nout.push(name);\n",
    "second.js": "export const name = \"second\";\n",
    "third.js": "export const name = \"third\";\n",
  }, "second.js=third.js");
  const out = [];

  vm.runInNewContext(stdout, { out });
  assert.deepEqual(out, ["third"]);
});

for (const [what, text] of [
  ["a default export", "export default 1;\n"],
  ["an import of everything", "import * as all from \"./second.js\";\n"],
  ["an address of its own", "out.push(import.meta.url);\n"],
  ["an import whose module is computed", "const x = import(name);\n"],
  ["several constants in one export", "export let a = 1;\n"],
  ["the end of a script element", "out.push(\"</script>\");\n"],
  ["a comment of markup", "out.push(\"<!--\");\n"],
  ["a module that needs itself", "import \"./first.js\";\n"],
])
  test(`not made: ${what}`, () => {
    const { status, stdout, stderr } = oneScript({ "first.js": text,
      "second.js": "export const a = 1;\n" });

    assert.equal(status, 1, stdout);
    assert.equal(stdout, "");
    assert.match(stderr, /^one_script: first\.js: /);
  });

async function cellOf(value) {
  const text = await csvOf([[value]]).text();

  return text.slice(0, -2).replace(/^\ufeff/, "");
}

test("no cell begins what a spreadsheet would take for a formula", async () => {
  for (const value of ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1",
    "\n=1", " =1", "\u3000=1", "＝1", "＋1", "－1", "＠x", "|calc", "%x"])
    assert.equal(await cellOf(value), `"'${value}"`);
  assert.equal(await cellOf(-3), "\"-3\"");
  assert.equal(await cellOf("通过"), "\"通过\"");
  assert.equal(await cellOf("a\"=b"), "\"a\"\"=b\"");
  assert.equal(await cellOf(null), "\"\"");
});

test("a record that is written as a file is read back from it", async () => {
  const bytes = (text) => new TextEncoder().encode(text);
  const groups = [{ entry: bytes("first\n"), texts: [bytes(""), bytes("t\n")] },
    { entry: bytes("second"), texts: [] }];
  const file = new Uint8Array(await bundleOf("point\n", groups).arrayBuffer());
  const read = groupsOf(file);

  assert.equal(read.checkpoint, "point\n");
  assert.deepEqual(read.groups.map(({ entry, texts }) =>
    [entry, ...texts].map((part) => new TextDecoder().decode(part))),
  [["first\n", "", "t\n"], ["second"]]);
});
