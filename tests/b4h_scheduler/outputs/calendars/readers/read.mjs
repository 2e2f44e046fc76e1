// Calendar files as ical.js or node-ical reads them: a line of JSON for each file.
//
//   node read.mjs ical.js|node-ical FOLDER
//
// A line is [file, [[uid, sequence, start, end, summary, location, description,
// status, stamp], ...]]; moments are seconds since 1970 in UTC, days are dates.

import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

// The packages lie where the script is started from, not beside it.
const require = createRequire(join(process.cwd(), "read.mjs"));

function seconds(moment) {
  return moment.getTime() / 1000;
}

function byIcalJs(text) {
  const loaded = require("ical.js");
  const ICAL = loaded.default ?? loaded;
  const calendar = new ICAL.Component(ICAL.parse(text));
  const when = (time) => (time.isDate ? time.toString() : time.toUnixTime());
  return calendar.getAllSubcomponents("vevent").map((entry) => {
    const value = (name) => entry.getFirstPropertyValue(name);
    return [
      value("uid"),
      value("sequence"),
      when(value("dtstart")),
      when(value("dtend")),
      value("summary"),
      value("location") ?? "",
      value("description"),
      value("status"),
      when(value("dtstamp")),
    ];
  });
}

function byNodeIcal(text) {
  const ical = require("node-ical");
  const plain = (value) => (value === undefined ? "" : (value.val ?? value));
  const two = (number) => String(number).padStart(2, "0");
  const day = (date) =>
    [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join("-");
  return Object.values(ical.sync.parseICS(text))
    .filter((part) => part.type === "VEVENT")
    .map((entry) => {
      const when = entry.datetype === "date" ? day : seconds;
      return [
        entry.uid,
        Number(entry.sequence),
        when(entry.start),
        when(entry.end),
        plain(entry.summary),
        plain(entry.location),
        plain(entry.description),
        entry.status,
        seconds(entry.dtstamp),
      ];
    });
}

const [reader, folder] = process.argv.slice(2);
const read = { "ical.js": byIcalJs, "node-ical": byNodeIcal }[reader];
for (const file of readdirSync(folder).sort()) {
  const text = readFileSync(join(folder, file), "utf8");
  process.stdout.write(JSON.stringify([file, read(text)]) + "\n");
}
