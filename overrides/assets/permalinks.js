// Where a section is today: permalinks.json, fetched once a page and only when it is asked for.
const { root: base } = document.querySelector("script[data-root]").dataset;
export const root = new URL(base, location.href);
let data;

export function permalinks() {
  data ??= fetch(new URL("permalinks.json", root)).then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(`status ${answer.status}`))));
  data.catch(() => { data = undefined; }); // told where it is used, and asked for again the next time
  return data;
}

// The section that an id leads to: {id, title, minutes, page, url}; {retired, see} where it is gone; undefined where there was none.
export function find({ pages, sections, moved, retired }, id) {
  if (Object.hasOwn(moved, id)) id = moved[id];
  if (Object.hasOwn(retired, id)) return { id, retired: retired[id][0], see: retired[id][1] };
  if (!Object.hasOwn(sections, id)) return undefined;
  const [number, title, minutes] = sections[id];
  const [url, page] = pages[number];
  return { id, title, minutes, page, url: new URL(`${url}#${id}`, root).href };
}

export const shareAddress = (id) => new URL(`s/${id}/`, root).href;
