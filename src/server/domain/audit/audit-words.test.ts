import { expect, it } from "vitest";
import { auditGroups } from "@/contracts/audit";
import { auditActionWords } from "@/contracts/audit-words";
import { auditActions } from "./actions";

it("has words for every action, and a group to find it by", () => {
  expect(Object.keys(auditActionWords).sort()).toEqual([...auditActions].sort());
  const subjects: string[] = Object.values(auditGroups).flatMap((group) => [...group.subjects]);
  for (const action of auditActions) expect(subjects).toContain(action.split(".")[0]);
});
