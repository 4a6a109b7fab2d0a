import { describe, expect, it } from "vitest";
import { apiLibrary } from "@/contracts/api-library";
import { problems } from "@/contracts/problem";
import { documentText } from "./openapi";

interface Described {
  parameters?: Array<{ name: string; required?: boolean }>;
  requestBody?: { content: { "application/json": { schema: { $ref: string } } } };
  responses: Record<string, { content?: Record<string, { examples?: Record<string, unknown> }> }>;
}

const { paths, components } = JSON.parse(documentText()) as {
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, { anyOf?: Array<{ properties: object }> }> };
};

/** The members of a body, whichever of its shapes they are of. */
function bodyOf({ requestBody }: Described): string[] {
  const name = requestBody?.content["application/json"].schema.$ref.split("/").at(-1) ?? "";
  return (components.schemas[name]?.anyOf ?? []).flatMap(({ properties }) => Object.keys(properties));
}

const codesOf = ({ responses }: Described) =>
  Object.values(responses).flatMap(({ content }) =>
    Object.keys(content?.["application/problem+json"]?.examples ?? {}),
  );

describe("the API Library", () => {
  it.each(apiLibrary)("tells of $name what the OpenAPI document tells", (operation) => {
    const described = paths[operation.path]?.[operation.method.toLowerCase()];
    if (!described) throw new Error(`The document has no ${operation.path}.`);
    expect(operation.errors.map(({ code }) => code).sort()).toEqual(codesOf(described).sort());
    const placed = (body: boolean) =>
      operation.parameters.filter(
        ({ name, place }) => name !== "Authorization" && place.startsWith("body") === body,
      );
    expect(placed(false).map(({ name, required }) => ({ name, required }))).toEqual(
      (described.parameters ?? []).map(({ name, required = false }) => ({ name, required })),
    );
    expect(placed(true).map(({ name }) => name)).toEqual(bodyOf(described));
  });

  it("names each operation's errors in the order in which a request is checked", () => {
    const order = Object.keys(problems);
    for (const { errors } of apiLibrary) {
      const places = errors.map(({ code }) => order.indexOf(code));
      expect(places).toEqual([...places].sort((a, b) => a - b));
    }
  });
});
