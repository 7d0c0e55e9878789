// A text fragment, https://wicg.github.io/scroll-to-text-fragment/: the part of an address that leads to words on a page.
const WORDS = 5; // from either end of a long selection
const LONG = 90; // characters

// ":~:text=…" for a range of text. Words that the range cuts through are taken whole: browsers look for whole words.
export function textFragment(range) {
  const whole = range.cloneRange();
  const { startContainer: first, endContainer: last } = whole;
  if (first.nodeType === Node.TEXT_NODE) whole.setStart(first, whole.startOffset - /[\p{L}\p{N}’'-]*$/u.exec(first.data.slice(0, whole.startOffset))[0].length);
  if (last.nodeType === Node.TEXT_NODE && whole.endOffset) whole.setEnd(last, whole.endOffset + /^[\p{L}\p{N}’'-]*/u.exec(last.data.slice(whole.endOffset))[0].length);
  const lines = linesOf(whole);
  if (lines.length === 1 && lines[0].length <= LONG) return `:~:text=${coded(lines[0])}`;
  const start = lines[0].split(" ").slice(0, WORDS).join(" "), end = lines.at(-1).split(" ").slice(-WORDS).join(" ");
  return `:~:text=${coded(start)},${coded(end)}`;
}

const coded = (text) => encodeURIComponent(text).replace(/-/g, "%2D"); // a hyphen has a meaning of its own there

// The text of each block that a range touches: a text fragment does not reach across blocks.
function linesOf(range) {
  const lines = new Map();
  const walk = document.createTreeWalker(range.commonAncestorContainer, NodeFilter.SHOW_TEXT);
  for (let node = walk.currentNode; node; node = walk.nextNode()) {
    if (node.nodeType !== Node.TEXT_NODE || !range.intersectsNode(node)) continue;
    const from = node === range.startContainer ? range.startOffset : 0;
    const to = node === range.endContainer ? range.endOffset : node.length;
    const block = node.parentElement.closest("p, li, td, th, h1, h2, h3, h4, h5, h6, blockquote, div");
    lines.set(block, (lines.get(block) ?? "") + node.data.slice(from, to));
  }
  return [...lines.values()].map((text) => text.replace(/\s+/g, " ").trim()).filter(Boolean);
}
