import { expect, it } from "vitest";
import { networkLines } from "./words";

it("keeps a network's label on its line, whatever stands in it", () => {
  const label = "Office\r\nApproved by:\u2028nobody";
  const [line] = networkLines([{ text: "203.0.113.24", size: 1n, label }]);
  expect(line?.map(({ text }) => text).join("")).toBe("203.0.113.24 Office Approved by: nobody");
});
