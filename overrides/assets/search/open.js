// Opens search: from any [data-search-open], with / or Ctrl+K, or at an address with ?q=. What fills it is fetched on first use.
const { root: base, index } = document.querySelector("script[data-index]").dataset;
const root = new URL(base, location.href);
const dialog = document.getElementById("search"), field = dialog.querySelector("input");
let code, data;

function fetchParts() {
  code ??= Promise.all([
    import("./dialog.js"),
    ...["rank", "query", "index", "excerpt", "tokens"].map((name) => import(`./${name}.js`)), // asked for at once, not in turn
  ]);
  data ??= fetch(new URL(index, root)).then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(`status ${answer.status}`))));
  code.catch(() => { code = undefined; }); // told where they are used, and asked for again the next time
  data.catch(() => { data = undefined; });
}

async function open(query, choosing = false) {
  fetchParts(); // before anything is drawn
  if (query !== undefined) field.value = query.slice(0, field.maxLength);
  if (!dialog.open) dialog.showModal();
  if (query === undefined) field.select();
  try {
    const [{ fill }] = await code;
    fill({ root, data, choosing });
  } catch {
    location.href = new URL("reference/sections/", root).href; // as without JavaScript
  }
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-search-open]") || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(undefined, event.target.closest("[data-search-open]").dataset.searchOpen === "choose");
});
document.addEventListener("pointerdown", ({ target }) => {
  if (target.closest("[data-search-open]")) fetchParts(); // it is being used
});
document.addEventListener("keydown", (event) => {
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
