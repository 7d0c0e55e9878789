// Marks, on the page that a result led to, the words searched for, and cleans the address so that it can be copied.
import { tokens } from "./tokens.js";

export function highlight(query) {
  const here = new URL(location.href);
  here.searchParams.delete("h");
  history.replaceState(history.state, "", here);
  const heading = document.getElementById(decodeURIComponent(here.hash.slice(1)));
  if (!heading || !("highlights" in CSS)) return;
  const wanted = new Set(tokens(query.slice(0, 200)).filter((word) => word.length > 2));
  const ranges = [...rangesIn(heading, wanted)];
  for (let next = heading.nextElementSibling; next && !/^(H[1-6]|SECTION)$/.test(next.tagName); next = next.nextElementSibling) ranges.push(...rangesIn(next, wanted));
  CSS.highlights.set("found", new Highlight(...ranges));
}

function* rangesIn(element, wanted) {
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    for (const { 0: word, index } of node.data.matchAll(/[\p{L}\p{N}'’-]+/gu)) {
      if (!tokens(word).some((token) => wanted.has(token))) continue;
      const range = new Range();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      yield range;
    }
  }
}
