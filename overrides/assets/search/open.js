// Opens search: from any [data-search-open], with / or Ctrl+K, or at an address with ?q=. All else is fetched on first use.
const { root: base, index } = document.querySelector("script[data-index]").dataset;
const root = new URL(base, location.href);
let parts, typed; // typed: keys struck while the dialog is on its way, or undefined

function fetchParts() {
  parts ??= Promise.all([
    import("./dialog.js"),
    import("./rank.js"), // asked for here as well, so that nothing waits for the dialog to ask
    import("./tokens.js"),
  ]);
  return parts;
}

async function open(query) {
  typed ??= "";
  const data = fetch(new URL(index, root)).then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(`status ${answer.status}`))));
  data.catch(() => {}); // the dialog tells
  try {
    const [dialog] = await fetchParts();
    dialog.open({ root, data, query: typed || query });
  } catch {
    location.href = new URL("reference/sections/", root).href; // as without JavaScript
  }
  typed = undefined;
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-search-open]") || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open();
});
document.addEventListener("pointerdown", ({ target }) => {
  if (target.closest("[data-search-open]")) fetchParts().catch(() => {});
});
document.addEventListener("keydown", (event) => {
  if (typed !== undefined && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
    typed += event.key;
    return event.preventDefault();
  }
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
  const k = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
  if (!slash && !k) return;
  event.preventDefault();
  open();
});

const asked = new URLSearchParams(location.search);
if (asked.has("q")) open(asked.get("q"));
if (asked.has("h")) import("./highlight.js").then(({ highlight }) => highlight(asked.get("h")), () => {});
