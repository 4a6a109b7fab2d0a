import { expect, it } from "vitest";
import { limitParameterSchema, updatedSinceSchema } from "./customer-list";

it.each([
  ["2026-03-14T09:26:53Z", "2026-03-14T09:26:53.000000Z"],
  ["2026-03-14T09:26:53.1Z", "2026-03-14T09:26:53.100000Z"],
  ["2026-03-14T09:26:53.123456Z", "2026-03-14T09:26:53.123456Z"],
  ["2026-03-14T00:30:00.000001+01:00", "2026-03-13T23:30:00.000001Z"],
  ["2026-03-14T23:30:00-23:59", "2026-03-15T23:29:00.000000Z"],
])("a time keeps its microseconds in UTC: %s", (text, canonical) => {
  expect(updatedSinceSchema.parse(text)).toBe(canonical);
});

it.each([
  "2026-03-14",
  "2026-03-14T09:26:53",
  "2026-02-30T00:00:00Z",
  "2026-03-14T09:26:60Z",
  "2026-03-14T09:26:53.1234567Z",
  "0001-01-01T00:00:00Z",
  "1970-01-01T00:00:00+01:00",
  "9999-12-31T23:59:59-01:00",
  "+012026-03-14T09:26:53Z",
  "now",
])("is no time that Postgres and the record agree on: %s", (text) => {
  expect(updatedSinceSchema.safeParse(text).success).toBe(false);
});

it.each(["0", "-1", "501", "1.5", "1e2", "05", " 5", "", "٥"])("is no limit: %s", (text) => {
  expect(limitParameterSchema.safeParse(text).success).toBe(false);
});

it("takes limits from 1 to 500", () => {
  expect(["1", "100", "500"].map((text) => limitParameterSchema.parse(text))).toEqual([1, 100, 500]);
});
