/**
 * What was copied in Word or a browser, as lines of plain text: the cells of a
 * table parted by tabs, the items of a list behind their numbers, a line for
 * each heading and paragraph. Everything else is dropped. The markup is read by
 * the browser into a document of its own, in which nothing runs or is fetched.
 */

const DROPPED = new Set(["SCRIPT", "STYLE", "HEAD", "TITLE", "TEMPLATE",
  "NOSCRIPT", "IFRAME", "OBJECT", "SVG", "MATH"]);
const BLOCKS = new Set(["P", "DIV", "H1", "H2", "H3", "H4", "H5", "H6",
  "BLOCKQUOTE", "PRE", "SECTION", "ARTICLE", "UL", "OL", "DL", "DT", "DD",
  "TABLE", "HR", "FIGURE", "HEADER", "FOOTER"]);

/* Characters that nobody sees; a non-breaking space becomes a space. */
const UNSEEN = /[\p{Cf}\p{Cc}]/gu;
const SPACES = /[\s\p{Zs}\p{Zl}\p{Zp}]+/gu;

/** Text of one line: spaces as one, and nothing that hides. */
function plain(text) {
  return text.replace(SPACES, " ").replace(UNSEEN, "");
}

class Lines {
  constructor() {
    this.lines = [];
    this.line = "";
  }

  add(text) {
    this.line += this.line === "" ? text.trimStart() : text;
  }

  end() {
    const line = this.line.replace(/ +/g, " ").trim();

    if (line !== "")
      this.lines.push(line);
    this.line = "";
  }

  walk(node) {
    for (const child of node.childNodes)
      this.take(child);
  }

  take(node) {
    if (node.nodeType === Node.TEXT_NODE) {
      this.add(plain(node.data));
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE ||
        DROPPED.has(node.nodeName.toUpperCase()))
      return;
    switch (node.nodeName) {
    case "BR":
      this.end();
      break;
    case "TR":
      this.row(node);
      break;
    case "LI":
      this.item(node);
      break;
    default:
      this.block(node, BLOCKS.has(node.nodeName));
    }
  }

  block(node, apart) {
    if (apart)
      this.end();
    this.walk(node);
    if (apart)
      this.end();
  }

  /* A table within a cell becomes words of that cell. */
  row(node) {
    const cells = [...node.children].map((cell) => {
      const inner = new Lines();

      inner.walk(cell);
      inner.end();
      return inner.lines.join(" ").replaceAll("\t", " ");
    });

    this.end();
    if (cells.some((cell) => cell !== ""))
      this.lines.push(cells.join("\t"));
  }

  item(node) {
    const siblings = [...node.parentNode.children]
      .filter((child) => child.nodeName === "LI");
    const start = Number(node.parentNode.getAttribute?.("start")) || 1;

    this.end();
    this.add(node.parentNode.nodeName === "OL"
      ? `${start + siblings.indexOf(node)}. ` : "· ");
    this.walk(node);
    this.end();
  }
}

/** @param {string} html @returns {string[]} */
export function linesOfHtml(html) {
  const lines = new Lines();

  lines.walk(new DOMParser().parseFromString(html, "text/html").body);
  lines.end();
  return lines.lines;
}

/** @param {string} text  without markup @returns {string[]} */
export function linesOfText(text) {
  return text.split(/\r\n|[\r\n]/).map((line) => line.split("\t")
    .map((cell) => plain(cell).trim()).join("\t").replace(/\t+$/, ""))
    .filter((line) => line !== "");
}

/**
 * Pastes into a field as plain lines, at the cursor.
 *
 * @param {HTMLTextAreaElement} box
 */
export function pastesPlain(box) {
  box.addEventListener("paste", (event) => {
    const html = event.clipboardData?.getData("text/html");
    const lines = html ? linesOfHtml(html)
      : linesOfText(event.clipboardData?.getData("text/plain") ?? "");

    event.preventDefault();
    box.setRangeText(lines.join("\n"), box.selectionStart, box.selectionEnd,
      "end");
    box.dispatchEvent(new Event("input"));
  });
}
