// Reads pages from standard input, each a JSON string on a line, by the HTML standard; answers each
// with a line: what is wrong with it, as JSON.
import { createInterface } from "node:readline";
import { HtmlValidate, StaticConfigLoader } from "html-validate";

const html = new HtmlValidate(
  new StaticConfigLoader({
    root: true,
    extends: ["html-validate:recommended"],
    rules: {
      "doctype-style": ["error", { style: "lowercase" }], // as we write it
      "no-trailing-whitespace": "off", // what template tags leave on a line; gzip takes it away
      "tel-non-breaking": "off", // the style sheet keeps a telephone number on one line
    },
  }),
);

const faults = (page) =>
  html
    .validateStringSync(page)
    .results.flatMap((it) => it.messages)
    .map((it) => `${it.ruleId}, line ${it.line}: ${it.message}`);

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(faults(JSON.parse(line)))}\n`);
}
