import { expect, it } from "vitest";
import { auditGroups } from "@/contracts/audit";
import { auditActions } from "@/contracts/audit-actions";

it("has a group to find every action by", () => {
  const subjects: string[] = Object.values(auditGroups).flatMap((group) => [...group.subjects]);
  for (const action of auditActions) expect(subjects).toContain(action.split(".")[0]);
});
