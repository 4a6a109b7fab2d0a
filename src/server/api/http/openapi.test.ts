import { describe, expect, it } from "vitest";
import { type ProblemCode, problems } from "../../../contracts/problem";
import { documentText } from "./openapi";

const document = JSON.parse(documentText());

describe("the OpenAPI document", () => {
  it("is 3.1 and lists the operations under the base path", () => {
    expect(document.openapi).toBe("3.1.0");
    expect(document.servers).toEqual([{ url: "/api/v1" }]);
    expect(Object.keys(document.paths)).toEqual([
      "/customers/{customerId}",
      "/customers/lookup",
      "/customers",
      "/token",
      "/openapi.json",
    ]);
    expect(Object.keys(document.components.schemas)).toEqual(
      expect.arrayContaining([
        "Customer",
        "CustomerAnswer",
        "CustomerList",
        "Lookup",
        "Token",
        "TokenAnswer",
        "Problem",
      ]),
    );
  });

  it("asks for the bearer token on every guarded operation", () => {
    expect(document.components.securitySchemes.securityToken).toMatchObject({
      type: "http",
      scheme: "bearer",
    });
    for (const [path, verbs] of Object.entries<Record<string, { security: unknown }>>(document.paths)) {
      const expected = path === "/openapi.json" ? [] : [{ securityToken: [] }];
      for (const { security } of Object.values(verbs)) expect(security, path).toEqual(expected);
    }
  });

  it("takes a lookup by exactly one identifier, in a body", () => {
    const { post, get } = document.paths["/customers/lookup"];
    expect(get).toBeUndefined();
    expect(post.requestBody.required).toBe(true);
    const { schema } = post.requestBody.content["application/json"];
    expect(schema).toEqual({ $ref: "#/components/schemas/Lookup" });
    const shapes = document.components.schemas.Lookup.anyOf;
    expect(shapes.map(({ required }: { required: string[] }) => required)).toEqual([
      ["email"],
      ["phone"],
      ["member_number"],
      ["external_id"],
    ]);
    expect(post.responses[405].headers.Allow.example).toBe("POST");
  });

  it("shows an example of every error under its status", () => {
    const { responses } = document.paths["/customers/{customerId}"].get;
    for (const code of Object.keys(problems).filter((one) => one !== "not_found") as ProblemCode[]) {
      const example = responses[problems[code].status].content["application/problem+json"].examples[code];
      expect(example.value).toMatchObject({ code, status: problems[code].status });
    }
  });

  it("names the revision of the limit fields' draft", () => {
    const { headers } = document.paths["/customers/{customerId}"].get.responses[200];
    expect(headers.RateLimit.description).toContain("draft-ietf-httpapi-ratelimit-headers-10");
  });

  it("refers only to schemas that it holds", () => {
    const referred = JSON.stringify(document).match(/#\/components\/schemas\/\w+/g) ?? [];
    for (const reference of referred)
      expect(document.components.schemas).toHaveProperty(reference.split("/").at(-1) ?? "");
  });
});
