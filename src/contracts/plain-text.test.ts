import { describe, expect, it } from "vitest";
import { plainLine, plainText } from "./plain-text";

const line = plainLine({ what: "A name", max: 60 });
const faults = (text: string) => line.safeParse(text).error?.issues.map(({ message }) => message) ?? [];

describe("words that one person signs and another typed", () => {
  it.each([
    ["a zero width space", "Staff\u200B"],
    ["a soft hyphen", "St\u00ADaff"],
    ["a mark of direction", "\u200FStaff"],
    ["a word joiner", "Sta\u2060ff"],
    ["a joiner between Latin letters", "Sta\u200Dff"],
    ["a joiner after an accent", "Caf\u00E9\u200C\u00E9"],
    ["a filler", "Staff\u3164"],
    ["a variation of a letter", "Staff\uFE0F"],
    ["a tag", "Staff\u{E0041}"],
    ["a grapheme joiner", "Sta\u034Fff"],
    ["a byte order mark inside", "Sta\uFEFFff"],
  ])("hold no character that is not seen: %s", (_what, text) => {
    expect(faults(text)).toEqual(["A name holds characters that cannot be seen. Type it anew."]);
    expect(plainText({ what: "A name", max: 60 }).safeParse(text).success).toBe(false);
  });

  it.each(["Tomás Reyes", "می\u200Cخواهم", "क्\u200Dष", "👩\u200D💻 ❤\uFE0F", "Zürich, Straße 5", "東京"])(
    "are written as their script needs it: %s",
    (text) => {
      expect(line.parse(text)).toBe(text);
    },
  );
});
