// One way to ask every engine: open(engine) → query → ids of the sections found, the best first.
const openers = {
  async rank({ index }) {
    const [{ Index, search }, data] = await Promise.all([import("/assets/search/rank.js"), fetch(`/search/${index}`).then((answer) => answer.json()), import("/assets/search/query.js"), import("/assets/search/index.js"), import("/assets/search/tokens.js")]);
    const loaded = new Index(data);
    return (query) => search(loaded, query).hits.map(({ section }) => section.id);
  },
  async lunr() {
    const data = await (await fetch("/peers/lunr.json")).json();
    const worker = new Worker("/peers/lunr.js");
    const answer = (type) => new Promise((resolve) => { worker.onmessage = ({ data: message }) => { if (message.type === type) resolve(message.data); }; });
    const ready = answer(1);
    worker.postMessage({ type: 0, data: { ...data, options: { suggest: false } } });
    await ready;
    return async (query) => {
      const result = answer(3);
      worker.postMessage({ type: 2, data: query });
      return (await result).items.flat().map(({ location }) => location);
    };
  },
  async minisearch() {
    const [{ default: MiniSearch }, sections] = await Promise.all([import("/peers/minisearch.js"), fetch("/peers/sections.json").then((answer) => answer.json())]);
    const mini = new MiniSearch({ fields: ["title", "questions", "text"], searchOptions: { boost: { title: 6, questions: 6 }, prefix: true, fuzzy: 0.2 } });
    mini.addAll(sections);
    return (query) => mini.search(query).map(({ id }) => id);
  },
  async pagefind() {
    const pagefind = await import("/peers/pagefind/pagefind.js");
    await pagefind.init();
    return async (query) => {
      const { results } = await pagefind.search(query);
      const data = await Promise.all(results.slice(0, 5).map((result) => result.data()));
      return data.map(({ url }) => url.split("/").filter(Boolean).at(-1));
    };
  },
};

export async function ranked(engine, queries) {
  const ask = await openers[engine.module](engine), found = [];
  for (const query of queries) found.push((await ask(query)).slice(0, 20));
  return found;
}

export async function timed(engine, queries) {
  const ask = await openers[engine.module](engine), times = [];
  await ask("warm");
  for (const query of queries) {
    const start = performance.now();
    await ask(query);
    times.push(performance.now() - start);
  }
  return times;
}

export async function first(engine, query) {
  const start = performance.now();
  await (await openers[engine.module](engine))(query);
  return performance.now() - start;
}
