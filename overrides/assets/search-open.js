// Opens search: from any [data-search-open], with / or Ctrl+K. The dialog and its data are fetched on first use.
const root = new URL(document.querySelector("script[data-root]").dataset.root, location.href);
let dialog;

async function open() {
  dialog ??= import("./search.js");
  (await dialog).open(root);
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-search-open]") || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open();
});
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
  const k = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
  if (!slash && !k) return;
  event.preventDefault();
  open();
});
if (new URLSearchParams(location.search).has("q")) open();
