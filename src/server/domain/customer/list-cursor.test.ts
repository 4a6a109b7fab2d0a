import { expect, it } from "vitest";
import { createKeyRing } from "../keys";
import { openCursor, sealCursor } from "./list-cursor";

const [older, newer] = [
  { id: "k1", key: Buffer.alloc(32, 1) },
  { id: "k2", key: Buffer.alloc(32, 2) },
];
const end = { token: "7f0c3b1e-0d57-4b0a-9a55-3a2f5d1f6c11", id: "cus_1", at: "2026-03-14T09:26:53.123456Z" };
const bounds = { since: "2026-01-01T00:00:00.000000Z", wanted: 5 };

it("comes back as it was made, under its own bounds alone", () => {
  const keys = createKeyRing([older]);
  const cursor = sealCursor(keys, end, bounds);
  expect(cursor).toMatch(/^[\w-]+\.[\w-]+$/);
  expect(openCursor(keys, cursor, bounds)).toEqual(end);
  expect(openCursor(keys, cursor, { ...bounds, since: null })).toBeNull();
  expect(openCursor(keys, cursor, { ...bounds, wanted: 7 })).toBeNull();
});

it("is refused where any sign of it was changed", () => {
  const keys = createKeyRing([older]);
  const cursor = sealCursor(keys, end, bounds);
  for (let place = 0; place < cursor.length - 1; place++) {
    const other = cursor[place] === "A" ? "B" : "A";
    const changed = cursor.slice(0, place) + other + cursor.slice(place + 1);
    expect(openCursor(keys, changed, bounds), String(place)).toBeNull();
  }
  for (const broken of ["", ".", "a.b", `${cursor}=`, `${cursor}.x`, cursor.slice(0, -1)]) {
    expect(openCursor(keys, broken, bounds), broken).toBeNull();
  }
});

it("outlives the newest key, and ends with its own", () => {
  const cursor = sealCursor(createKeyRing([older]), end, bounds);
  expect(openCursor(createKeyRing([newer, older]), cursor, bounds)).toEqual(end);
  expect(openCursor(createKeyRing([newer]), cursor, bounds)).toBeNull();
});
