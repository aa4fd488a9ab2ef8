// What ODK Web Forms' engine costs on a form: node web_forms.mjs FORM.xml, run where @getodk/xforms-engine and jsdom are installed.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const here = createRequire(join(process.cwd(), "package.json"));
const { JSDOM } = here("jsdom");
const { window } = new JSDOM("", { url: "http://localhost/" });
const NAMES = ["DOMParser", "XMLSerializer", "Document", "Element", "Node", "Attr", "Text", "XMLDocument", "XPathResult", "XPathEvaluator"];
for (const name of [...NAMES, "XPathException", "window", "document", "NodeFilter", "DocumentFragment", "Comment", "CDATASection"]) {
  if (!(name in globalThis) && window[name]) globalThis[name] = window[name];
}
Object.assign(globalThis, { __dirname: process.cwd(), require: here });
const engine = join(process.cwd(), "node_modules/@getodk/xforms-engine/dist/index.js");
const { createInstance } = await import(pathToFileURL(engine).href);

const xml = readFileSync(process.argv[2], "utf8");
const nowhere = async () => new Response("", { status: 404 });
const sorted = (times) => times.sort((a, b) => a - b);
const part = (times, share) => sorted(times)[Math.floor(times.length * share)];

const opened = [];
let made;
for (let turn = 0; turn < 7; turn++) {
  const began = performance.now();
  made = await createInstance(xml, { form: { fetchFormAttachment: nowhere }, instance: {} });
  opened.push(performance.now() - began);
}

const all = [];
const walk = (node) => {
  all.push(node);
  for (const child of node.currentState?.children ?? []) walk(child);
};
walk(made.root);
const selects = all.filter((node) => node.nodeType === "select" && !node.currentState.readonly);
const look = () => all.reduce((seen, { currentState: now }) => seen + (now.relevant && now.required ? String(now.value).length : 0), 0);

let seed = 1;
const dice = (sides) => (seed = (seed * 1103515245 + 12345) % 2147483648) % sides;
const answered = [];
for (let turn = 0; turn < 1500; turn++) {
  const one = selects[dice(selects.length)];
  const options = one.currentState.valueOptions;
  if (options.length === 0 || !one.currentState.relevant) continue;
  const { value } = options[dice(options.length)];
  const began = performance.now();
  one.selectValue(value);
  look(); // it reckons when somebody looks; ours has reckoned by then
  answered.push(performance.now() - began);
}
console.log(JSON.stringify({ open: part(opened, 0.5), answer: part(answered, 0.5), p99: part(answered, 0.99), answers: answered.length }));
