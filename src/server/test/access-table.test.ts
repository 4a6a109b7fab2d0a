import { expect, it } from "vitest";
import { hasProcedureWord } from "@/contracts/procedure-words";
import { accessTable } from "./access-table";

it("every procedure has words for its refusal", () => {
  expect(Object.keys(accessTable).filter((path) => !hasProcedureWord(path))).toEqual([]);
});
