import type { CodeSample } from "@/components/code-block";
import type { ApiCall } from "./call";

/** The same call in three tongues; the secret comes from the environment, never from the field. */
export function samplesOf(call: ApiCall, baseUrl: string): CodeSample[] {
  const url = `${baseUrl}${call.path}`;
  // JSON's strings are JavaScript's and Python's too.
  const body = call.body && JSON.stringify(call.body).replace('":"', '": "');
  return [
    { name: "curl", code: body ? curlWith(url, body) : curl(url) },
    { name: "JavaScript", code: javaScript(url, body) },
    { name: "Python", code: python(url, body) },
  ];
}

function curl(url: string): string {
  return `curl -H "Authorization: Bearer $COUNTERSIGN_TOKEN" \\\n  "${url}"`;
}

function curlWith(url: string, body: string): string {
  return [
    `curl -H "Authorization: Bearer $COUNTERSIGN_TOKEN" \\`,
    `  -H "Content-Type: application/json" \\`,
    `  -d '${body.replaceAll("'", "'\\''")}' \\`,
    `  "${url}"`,
  ].join("\n");
}

function javaScript(url: string, body: string | null): string {
  const options = body
    ? [
        "  {",
        '    method: "POST",',
        '    headers: { Authorization: "Bearer " + secret, "Content-Type": "application/json" },',
        `    body: JSON.stringify(${body}),`,
        "  },",
      ]
    : ['  { headers: { Authorization: "Bearer " + secret } },'];
  return [
    "const secret = process.env.COUNTERSIGN_TOKEN;",
    "const response = await fetch(",
    `  "${url}",`,
    ...options,
    ");",
    "const answer = await response.json();",
    "if (!response.ok) throw new Error(answer.code);",
  ].join("\n");
}

function python(url: string, body: string | null): string {
  const headers = body
    ? '{"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}'
    : '{"Authorization": f"Bearer {secret}"}';
  return [
    "import json, os, urllib.request",
    "",
    'secret = os.environ["COUNTERSIGN_TOKEN"]',
    "request = urllib.request.Request(",
    `    "${url}",`,
    ...(body ? [`    data=json.dumps(${body}).encode(),`] : []),
    `    headers=${headers},`,
    ")",
    "with urllib.request.urlopen(request) as response:",
    "    answer = json.load(response)",
  ].join("\n");
}
