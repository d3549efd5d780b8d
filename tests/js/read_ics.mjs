// Reads a calendar from standard input with ical.js and prints what it understood, as JSON.
// With --each-line every line is a calendar as a JSON string, and is answered by a line.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import ICAL from "ical.js";

ICAL.design.strict = true;

const time = (property) => {
  const value = property.getFirstValue();
  return {
    isDate: value.isDate,
    value: value.toString(),
    tzid: property.getParameter("tzid") ?? null,
    utc: value.isDate ? null : value.toJSDate().toISOString(),
  };
};

const person = (property) => ({
  address: property.getFirstValue(),
  cn: property.getParameter("cn") ?? null,
  partstat: property.getParameter("partstat") ?? null,
  rsvp: property.getParameter("rsvp") ?? null,
});

const read = (event) => ({
  names: event.getAllProperties().map((property) => property.name),
  uid: event.getFirstPropertyValue("uid"),
  sequence: event.getFirstPropertyValue("sequence"),
  stamp: event.getFirstPropertyValue("dtstamp").toString(),
  summary: event.getFirstPropertyValue("summary"),
  location: event.getFirstPropertyValue("location"),
  description: event.getFirstPropertyValue("description"),
  url: event.getFirstPropertyValue("url"),
  status: event.getFirstPropertyValue("status"),
  transp: event.getFirstPropertyValue("transp"),
  start: time(event.getFirstProperty("dtstart")),
  end: time(event.getFirstProperty("dtend")),
  organizers: event.getAllProperties("organizer").map(person),
  attendees: event.getAllProperties("attendee").map(person),
});

const understand = (text) => {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const zones = calendar.getAllSubcomponents("vtimezone");
  ICAL.TimezoneService.reset();
  zones.forEach((zone) => ICAL.TimezoneService.register(zone));
  return {
    names: calendar.getAllProperties().map((property) => property.name),
    method: calendar.getFirstPropertyValue("method"),
    zones: zones.map((zone) => zone.getFirstPropertyValue("tzid")),
    events: calendar.getAllSubcomponents("vevent").map(read),
  };
};

const tried = (text) => {
  try {
    return understand(text);
  } catch (error) {
    return { error: String(error) };
  }
};

if (process.argv.includes("--each-line")) {
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(tried(JSON.parse(line)))}\n`);
  }
} else {
  process.stdout.write(JSON.stringify(understand(readFileSync(0, "utf8"))));
}
