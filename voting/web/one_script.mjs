#!/usr/bin/env node
/*
 * one_script.mjs - ES modules as one classic script, for the record in a single
 * file, or as one module, for a phone that would fetch forty files. Each module
 * becomes a function that is run when it is first needed; what it exports are
 * members of one object. Comments are left out. It takes the forms that the
 * pages are written in, and stops with a word on everything else.
 *
 *     voting/web/one_script.mjs FOLDER FIRST [OLD=NEW]...  > SCRIPT
 *     voting/web/one_script.mjs --module NAME FOLDER FIRST > MODULE
 *
 * FIRST and all that it imports, from FOLDER; OLD=NEW: where OLD is imported,
 * NEW is taken. NAME: what the module exports of FIRST; it lies in FOLDER, and
 * fetches what is imported later from there.
 */
import { readFileSync } from "node:fs";
import { join, posix } from "node:path";

const words = process.argv.slice(2);
const [, exported] = words[0] === "--module" ? words.splice(0, 2) : [];
const [folder, first, ...swaps] = words;
const instead = new Map(swaps.map((swap) => swap.split("=")));

/* `import { a, b as c } from "./x.js";`, also over several lines. */
const IMPORT = /^import (?:\{([^}]*)\}\s+from )?\s*"([^"]+)";$/gm;
const REEXPORT = /^export \{([^}]*)\} from "([^"]+)";$/gm;
const LIST = /^export \{([^}]*)\};$/gm;
const DECLARED = /^export ((?:async )?function\*?|class|const) (\w+)/gm;
const LATER = /^(\s+)import\("([^"]+)"\);$/gm;
/* `const { f } = await import("./x.js");`, fetched when it is needed. */
const FETCHED = /= await import\("([^"]+)"\);/g;
/* What none of these has taken, but for comments. */
const LEFT = exported ? /^\s*(?:import|export)\b.*$|[^.\w]import\("\.\./gm
  : /^\s*(?:import|export)\b.*$|import\.meta|[^.\w]import\(/gm;
/* What would end the script element, or begin a comment, in markup. */
const MARKUP = /<\/script|<script|<!--/i;

const names = (list) => list.split(",").map((name) => name.trim())
  .filter((name) => name !== "").map((name) => name.split(/\s+as\s+/));

function fail(module, what) {
  console.error(`one_script: ${module}: ${what}`);
  process.exit(1);
}

function plain(text) {
  return text.replace(/\/\*[^]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "")
    .replace(/^\s*\n/gm, "");
}

/* A module's text, and what it needs. */
function turned(module) {
  const needs = [];
  const given = [];
  const found = (path) => {
    const whole = posix.normalize(posix.join(posix.dirname(module), path));

    needs.push(instead.get(whole) ?? whole);
    return JSON.stringify(needs.at(-1));
  };
  const text = readFileSync(join(folder, module), "utf8")
    .replace(IMPORT, (_, list, path) => list === undefined
      ? `need(${found(path)});`
      : `const { ${names(list).map(([a, b]) => b ? `${a}: ${b}` : a)
        .join(", ")} } = need(${found(path)});`)
    .replace(REEXPORT, (_, list, path) => {
      const from = found(path);

      given.push(...names(list).map(([a, b]) =>
        `${b ?? a}: need(${from}).${a}`));
      return "";
    })
    .replace(LIST, (_, list) => {
      given.push(...names(list).map(([a, b]) => `${b ?? a}: ${a}`));
      return "";
    })
    .replace(DECLARED, (_, kind, name) => {
      given.push(name);
      return `${kind} ${name}`;
    })
    .replace(LATER, (_, indent, path) => `${indent}need(${found(path)});`)
    .replace(FETCHED, (whole, path) => exported
      ? `= await import("./${posix.normalize(posix.join(posix.dirname(module),
        path))}");` : whole);
  const [left] = plain(text).match(LEFT) ?? [];

  if (left)
    fail(module, `cannot be taken: ${left.trim()}`);
  return { needs, text: `${plain(text)}\nreturn { ${given.join(", ")} };\n` };
}

const modules = new Map();

function take(module, above) {
  if (above.includes(module))
    fail(module, `needs itself: ${[...above, module].join(" -> ")}`);
  if (modules.has(module))
    return;
  const { needs, text } = turned(module);

  needs.forEach((need) => take(need, [...above, module]));
  modules.set(module, text);
}

take(first, []);
const body = `const modules = {}, made = {};
const need = (name) => made[name] ??= modules[name]();

${[...modules].map(([name, text]) =>
  `modules[${JSON.stringify(name)}] = () => {\n${text}};\n`).join("\n")}
`;
const last = `need(${JSON.stringify(first)})`;
const script = exported ? `${body}export const { ${exported} } = ${last};\n`
  : `"use strict";\n(() => {\n${body}${last};\n})();\n`;

if (MARKUP.test(script))
  fail(first, "has what may not stand in a script element");
process.stdout.write(script);
