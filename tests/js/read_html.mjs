// Reads pages from standard input by the HTML standard, each line of it {"page": …, "kind": …} as
// JSON, and answers each with a line: what is wrong with it, as JSON.
import { createInterface } from "node:readline";
import { HtmlValidate, StaticConfigLoader } from "html-validate";

const RULES = {
  "aria-label-misuse": ["error", { allowAnyNamable: true }], // ARIA lets a list have a name
  "doctype-style": ["error", { style: "lowercase" }], // as we write it
  // several boxes of one name are how a form sends several answers
  "form-dup-name": ["error", { shared: ["button", "checkbox", "radio", "reset", "submit"] }],
  "long-title": "off", // an event's name is as long as it is
  "no-redundant-for": "off", // Django's own labels have it, and it does no harm
  "no-trailing-whitespace": "off", // what template tags leave on a line; gzip takes it away
  "tel-non-breaking": "off", // the style sheet keeps a telephone number on one line
};
const OF_MAILS = {
  ...RULES,
  "doctype-style": "off", // programs look for the one they know
  "no-deprecated-attr": "off", // Outlook lays out by them
  "no-inline-style": "off", // Gmail takes no others
  "prefer-tbody": "off", // tables hold the layout, no data
};

const reader = (rules) =>
  new HtmlValidate(
    new StaticConfigLoader({ root: true, extends: ["html-validate:recommended"], rules }),
  );
const readers = { page: reader(RULES), mail: reader(OF_MAILS) };

const faults = ({ page, kind }) =>
  readers[kind]
    .validateStringSync(page)
    .results.flatMap((it) => it.messages)
    .map((it) => `${it.ruleId}, line ${it.line}: ${it.message}`);

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(faults(JSON.parse(line)))}\n`);
}
