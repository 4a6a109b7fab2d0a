import { describe, expect, it } from "vitest";
import { apiLibrary } from "@/contracts/api-library";
import { problems } from "@/contracts/problem";
import { documentText } from "./openapi";

interface Described {
  parameters?: Array<{ name: string; required?: boolean }>;
  responses: Record<string, { content?: Record<string, { examples?: Record<string, unknown> }> }>;
}

const { paths } = JSON.parse(documentText()) as { paths: Record<string, { get: Described }> };

const codesOf = ({ responses }: Described) =>
  Object.values(responses).flatMap(({ content }) =>
    Object.keys(content?.["application/problem+json"]?.examples ?? {}),
  );

describe("the API Library", () => {
  it.each(apiLibrary)("tells of $name what the OpenAPI document tells", (operation) => {
    const described = paths[operation.path]?.get;
    if (!described) throw new Error(`The document has no ${operation.path}.`);
    expect(operation.errors.map(({ code }) => code).sort()).toEqual(codesOf(described).sort());
    const parameters = operation.parameters.filter(({ name }) => name !== "Authorization");
    expect(parameters.map(({ name, required }) => ({ name, required }))).toEqual(
      (described.parameters ?? []).map(({ name, required = false }) => ({ name, required })),
    );
  });

  it("names each operation's errors in the order in which a request is checked", () => {
    const order = Object.keys(problems);
    for (const { errors } of apiLibrary) {
      const places = errors.map(({ code }) => order.indexOf(code));
      expect(places).toEqual([...places].sort((a, b) => a - b));
    }
  });
});
